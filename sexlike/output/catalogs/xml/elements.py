"""Elements of a VOTable."""

import codecs
import re

from astropy.utils.xml.writer import XMLWriter

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class VOTableWriter(XMLWriter):
    """Writes the elements of a VOTable, one after the other.

    Characters that XML cannot hold, as control characters in names, become question marks.

    Parameters
    ----------
    file : binary file
    """

    def __init__(self, file):
        super().__init__(codecs.getwriter("utf-8")(file))
        self.file = file
        escape, escape_data = self.xml_escape, self.xml_escape_cdata
        self.xml_escape = lambda text: escape(NOT_IN_XML.sub("?", text))
        self.xml_escape_cdata = lambda text: escape_data(NOT_IN_XML.sub("?", text))

    def markup(self, parts):
        """Write parts that are XML already, as bytes."""
        self._flush()
        self.file.writelines(parts)

    def parameter(self, name, value, unit="", datatype=None, arraysize=None):
        """Write a PARAM element; its datatype is that of the value if none is given."""
        if datatype is None:
            datatype = {bool: "boolean", int: "int", float: "float"}.get(type(value), "char")
        attributes = attributes_of(name, unit, datatype, arraysize and str(arraysize))
        self.element("PARAM", **attributes, value=text_of(value))

    def table(self, name, about, fields, rows, parameters=()):
        """Write a TABLE element.

        Parameters
        ----------
        name, about : str
        fields : iterable of (str, str, str)
            Name, datatype and unit of each column.
        rows : iterable of sequence
            A value for each field.
        parameters : iterable of (str, object)
            Names and values that are the same for all rows.
        """
        with self.tag("TABLE", ID=name, name=name):
            self.element("DESCRIPTION", about)
            for parameter, value in parameters:
                self.parameter(parameter, value)
            for field, datatype, unit in fields:
                self.element("FIELD", **attributes_of(field, unit, datatype))
            with self.tag("DATA"), self.tag("TABLEDATA"):
                for row in rows:
                    with self.tag("TR"):
                        for cell in row:
                            self.element("TD", text_of(cell))


def attributes_of(name, unit, datatype, arraysize=None):
    """Attributes of a PARAM or FIELD element; those that are None are not written."""
    arraysize = "*" if datatype == "char" else arraysize
    return {"name": name, "datatype": datatype, "arraysize": arraysize, "unit": unit or None}


def text_of(value):
    """A value in VOTable's notation."""
    if isinstance(value, bool):
        return "T" if value else "F"
    return str(value) if isinstance(value, int | str) else f"{value:.8g}"
