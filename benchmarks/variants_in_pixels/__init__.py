"""Which logo it is, told in pixels: variants, versions that look alike, and logos that were altered.

`python -m benchmarks.variants_in_pixels [--quick] [--logos FOLDER]`. The starter catalog's logos, and with the icon set
also brands of the split that thresholds may be set on: none of these figures is of logos that nobody looked at.
"""
