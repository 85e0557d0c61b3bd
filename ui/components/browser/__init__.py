"""LeNet in the visitor's browser: the networks in JavaScript, for the widgets that run them.

`layers.js` is cnn/models/lenet_layers.py once more, `ink.js`, `mnist_image.js` and
`network_input.js` are cnn.data.digits, `network.js` reads what cnn.export wrote.
tests/ui/components/browser holds each against Python.
"""
