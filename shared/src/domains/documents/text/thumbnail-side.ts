/** The longer side of a thumbnail in pixels. */
export const thumbnailSide = 400;
