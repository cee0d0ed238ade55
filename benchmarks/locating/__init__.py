"""How well logos are found in pixels: drawn pages with known places, beside two finders of OpenCV on the same pages.

`brands.load(folder)[split]` gives a split's logos, `scenes.batch_of(split, number)` a catalog with its pages described,
`pages.page_of(scene, photographs)` draws one. Brands are split by the hash of their family: `train` is for fitting,
`tune` for looking at, `test` for reports alone. How to run it is told in README.md of this folder.
"""
