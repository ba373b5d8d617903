"""What is tried on the page: previews of a region, runs of the whole image, and what is saved of them."""
