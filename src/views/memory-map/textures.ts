/** Shapes of the map's textures: shared by the shader and by the code that fills them. */

/** Page texels in a row of a texture: SwiftShader and old phones allow at least 4,096. */
export const TEXTURE_WIDTH = 1024;
/** Mappings the map can spread out. */
export const BANDS_MAX = 32;
/** Words in a row of the word texture: one page. */
export const WORDS_WIDTH = 512;
/** Pages whose words can be on screen at once. */
export const WORD_PAGES = 512;
/** Bytes in a texel of every texture. */
export const TEXEL = 4;
