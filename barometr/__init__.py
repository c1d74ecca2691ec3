"""Barometr: published figures of Polish cities, each traced to the place it was printed in."""
