"""Drawn stand-ins for photos: the same for the same seed, and marked 演示照片 so that none passes for real."""

from chengzhi.evidence.demo.photos import draw_photo
from chengzhi.evidence.demo.scenes import Scene, scene_for

__all__ = ["Scene", "draw_photo", "scene_for"]
