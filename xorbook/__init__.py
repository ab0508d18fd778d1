"""From one perceptron to a hand-worked backpropagation of XOR."""
