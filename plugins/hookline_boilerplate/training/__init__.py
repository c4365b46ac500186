"""
Train the line model: `python -m hookline_boilerplate.training DATA OUT`.

DATA is a file of pages with labelled lines, one JSON object a line: `text`, `labels` (one for each
line of the text: 1 boilerplate, 0 content, -1 unknown), `kind` (`tail` for a page that is cut down to
its article and the lines next to it, `full` for a whole one), `page` and `url`. OUT is the model file.
With `--folds N` the command cross-validates instead, by site: no site is on both sides of a split.

Only this package needs LightGBM, torch and all-MiniLM-L6-v2 (`pip install 'hookline[train]'`); the
stage needs numpy.
"""
