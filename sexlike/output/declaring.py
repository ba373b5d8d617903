"""Tables of functions by the words of a keyword: CATALOG_TYPE, CHECKIMAGE_TYPE, CHECKPLOT_TYPE."""


def declaring(functions):
    """A decorator that enters functions into a table.

    Parameters
    ----------
    functions : dict
        Word -> function; it is filled.

    Returns
    -------
    callable
        Used as ``@decorator("WORD")`` above a function. It raises ValueError if the word has a function already.
    """

    def decorator(word):
        def declare(function):
            if word in functions:
                raise ValueError(f"two functions are declared for {word}")
            functions[word] = function
            return function

        return declare

    return decorator
