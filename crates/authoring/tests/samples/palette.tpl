<palette name="1705410312_19169">
  <version>71 0</version>
  <styles><style>"|-1705410312_19169-0"color_0 3 255 255 255 0</style><style>"|-1705410312_19169-1"skin 3 250 220 200 255</style></styles>
</palette>
