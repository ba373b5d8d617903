"""The headings of pictures: what is seen, where it comes from, and how much there is."""


def title_of(extension, *more):
    """Heading of a picture: what was observed, if the header tells; name and size of the image, and more text."""
    image = extension.image
    height, width = image.shape
    hdu = f" [{image.hdu}]" if image.extension_count > 0 else ""
    file = " · ".join([f"{image.name}{hdu}", f"{width} x {height} pixels", *more])
    return f"{image.observation}\n{file}" if image.observation else file
