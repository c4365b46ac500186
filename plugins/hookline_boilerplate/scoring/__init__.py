"""Score lines with the trained model: boosted trees and a convolutional network, in numpy."""
