"""The history of convolutional networks as running code: data, models, training, what they see.

Import what you need (`from cnn.models import LeNet5`); nothing here imports streamlit, and torch is
imported only by the modules that compute with it.
"""
