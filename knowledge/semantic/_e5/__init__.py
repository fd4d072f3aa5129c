"""How does multilingual-e5-small become a model's folder? Read as data from the file of another package.

`file` reads its format, `vocabulary` cuts its pieces, `network` builds its graph, `onnx` writes that.
"""
