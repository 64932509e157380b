@_exported import EntropyCoding
@_exported import NeuralNetworks
