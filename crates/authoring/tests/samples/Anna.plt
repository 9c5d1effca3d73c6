ToonBoomAnimationInc PaletteFile 2
Solid    머리카락                   0x0c52af9d81aa3618 179  34  66 255
Solid    "skin 2"                  0x0c52af9d81aa361a 250 220 200 255
Gradient Hair_grad                 0x0bbf28a8b310d773 Linear
{        0.0 216  54 122  73,
       100.0 160  13  91 109 }
Solid    "Vectorized Line"         0x0000000000000003   0   0   0 255
Texture  Bumpy_Fat                  0x04fec228884827dc Tile
