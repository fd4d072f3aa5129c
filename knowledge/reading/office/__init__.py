"""What does a file of an office program say? DOCX and ODT: XML in a ZIP archive; positions are paragraphs.

By lxml alone. python-docx knows neither the levels of lists, nor footnotes, tracked changes, hidden words,
and it opens archives without limits; odfpy is not kept any more. What is left is to walk the XML.
"""
