"""Makes `scene.blend`: `blender -b --factory-startup -P scene_blend.py -- TARGET` (Blender 3.4.1). Names in it are made up."""
import sys

import bpy

target = sys.argv[-1]
bpy.ops.wm.read_factory_settings(use_empty=True)
image = bpy.data.images.new("plate", 4, 4)
image.source = "FILE"
image.filepath = "C:\\Users\\kim\\LNT\\SC012\\plate.png"
drawing = bpy.data.grease_pencils.new("ROUGH")
drawing.layers.new("원화")
drawing.layers.new("線画")
bpy.context.scene.render.filepath = "/home/kim/out/SC012_"
# Only what is named, so that the file stays small.
bpy.data.libraries.write(target, {image, drawing, bpy.context.scene}, path_remap="NONE", compress=True)
