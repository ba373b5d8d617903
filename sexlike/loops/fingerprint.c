/* What the library was made of: one that is older than its sources is not used (see compiled.py). */

#include "loops.h"

#define AS_TEXT(word) #word
#define VALUE_AS_TEXT(macro) AS_TEXT(macro)

extern EXPORT const char fingerprint[];
const char fingerprint[] = VALUE_AS_TEXT(FINGERPRINT);
