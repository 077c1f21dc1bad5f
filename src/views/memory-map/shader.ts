/**
 * One rectangle over the whole canvas; the fragment shader finds the page and the word under each
 * pixel and draws its state's colour and mark. Memory arrives in three textures of bytes:
 *
 *   uPages  one texel a page: State, share of live, share of free, 1 where words are loaded; in a collector's
 *           heap the shares are about its collection (store.ts)
 *   uExtra  one texel a page: row of its words in uWords (low, high), Hot, age
 *   uWords  one texel a word, 512 to a row: State, edges (1 object starts, 2 object ends), Hot, age
 *
 * The camera is an integer corner (uBase) and a fraction, so that a word stays sharp a million pages
 * from the origin.
 */
import { BANDS_MAX, TEXTURE_WIDTH } from "./textures.ts";
import { Hot, HOT_COUNT, Mark, State, STATE_COUNT } from "./states.ts";
import { AGES } from "../../state/trail.ts";

export const VERTEX = `#version 300 es
in vec2 aPosition;
out vec2 vPixel;
uniform vec2 uSize;
void main() {
  gl_Position = vec4(aPosition, 0.0, 1.0);
  vPixel = vec2(aPosition.x + 1.0, 1.0 - aPosition.y) * 0.5 * uSize;
}
`;

/** Drawing one cell: a word, or a share of a page. */
const CELL = `
float stroke(float distance) { return step(distance, uLine); }

float share(int mark) {
  if (mark == ${Mark.DOTS}) return 0.10;
  if (mark == ${Mark.HOLLOW}) return 0.42;
  if (mark == ${Mark.HOLLOW_DASHED}) return 0.26;
  if (mark == ${Mark.HAIRLINES}) return 0.55;
  if (mark == ${Mark.SPARSE}) return 0.45;
  if (mark == ${Mark.CROSSED}) return 0.6;
  return 1.0;
}

float outline(vec2 at, vec2 size, int edges) {
  float rows = size.y >= 5.0 ? max(stroke(at.y), stroke(size.y - 1.0 - at.y)) : 0.0;
  float left = (edges & 1) != 0 ? stroke(at.x) : 0.0;
  float right = (edges & 2) != 0 ? stroke(size.x - 1.0 - at.x) : 0.0;
  return max(rows, max(left, right));
}

vec3 cell(int state, vec2 at, vec2 size, int edges) {
  vec4 look = uPalette[state];
  vec3 colour = look.rgb;
  int mark = int(look.a + 0.5);
  if (mark == ${Mark.PLAIN}) return colour;
  vec3 mean = mix(uSurface, colour, share(mark));
  if (mark == ${Mark.DOTS}) {
    vec2 grid = mod(vPixel, 6.0);
    return mix(uSurface, colour, step(grid.x, 1.0) * step(grid.y, 1.0) * 0.8);
  }
  if (mark == ${Mark.SPARSE}) {
    vec2 grid = mod(vPixel + vec2(floor(vPixel.y / 8.0) * 4.0, 0.0), 8.0);
    return mix(uSurface, colour, 0.38 + step(grid.x, 3.0) * step(grid.y, 1.0) * 0.5);
  }
  if (mark == ${Mark.BACKLINES}) {
    float line = step(mod(vPixel.x - vPixel.y, 8.0), 1.2);
    return mix(uSurface, colour, 0.16 + 0.6 * line);
  }
  if (mark == ${Mark.HAIRLINES}) {
    float line = step(mod(vPixel.x + vPixel.y, 4.0), 1.2);
    return size.y < 2.0 ? mean : mix(uSurface, colour, 0.30 + 0.7 * line);
  }
  if (size.y < 3.0) return mean;
  float gap = size.y >= 5.0 ? step(size.y - 1.0, at.y) : 0.0;
  if ((edges & 2) != 0) gap = max(gap, step(size.x - 1.0, at.x));
  if (mark == ${Mark.SOLID}) return mix(colour, uSurface, gap);
  if (mark == ${Mark.CROSSED}) {
    float up = step(mod(vPixel.x + vPixel.y, 9.0), 1.3);
    float down = step(mod(vPixel.x - vPixel.y, 9.0), 1.3);
    return mix(mix(uSurface, colour, 0.38 + 0.62 * max(up, down)), uSurface, gap);
  }
  if (mark == ${Mark.DOTTED} || mark == ${Mark.RINGED}) {
    // At the right end, where no value is written.
    float radius = min(min(size.x, size.y) * 0.26, 4.0);
    float away = length(at - vec2(size.x - radius - 4.0, size.y * 0.5));
    float shape = mark == ${Mark.DOTTED} ? step(away, radius) : step(abs(away - radius), 0.9);
    float drawn = size.x < 10.0 || size.y < 6.0 ? 0.0 : shape;
    return mix(mix(colour, uSurface, drawn), uSurface, gap);
  }
  if (mark == ${Mark.HOLLOW} || mark == ${Mark.HOLLOW_DASHED}) {
    bool dashed = mark == ${Mark.HOLLOW_DASHED} && size.y >= 12.0;
    float line = outline(at, size, edges) * (1.0 - gap);
    if (dashed) line *= step(mod(vPixel.x + vPixel.y, 6.0), 3.0);
    return mix(mix(uSurface, colour, mark == ${Mark.HOLLOW} ? 0.22 : 0.10), colour, line);
  }
  // A reference: a bar at its end when it is shared, a point to the right when it is its own.
  float reach = min(size.y, 12.0);
  vec2 tail = vec2(size.x - at.x, abs(at.y - size.y * 0.5));
  float bar = step(tail.x, 5.0) * step(3.0, tail.x);
  float point = step(tail.y * 2.0 + 2.0, tail.x) * step(tail.x, reach * 0.8);
  point *= step(tail.x + tail.y * 2.0, reach);
  float drawn = size.x < 10.0 ? 0.0 : (mark == ${Mark.BARRED} ? bar : point);
  vec3 body = mix(colour, uInk, drawn * 0.75);
  return mix(body, uSurface, max(gap, size.x >= 6.0 ? step(size.x - 1.0, at.x) : 0.0));
}

/** How strongly the mark of an event, wider by a rim of more pixels, covers a point of its cell. */
float hotShape(int kind, vec2 at, vec2 size, float more) {
  float reach = min(min(size.x * 0.25, size.y * 0.5), 9.0);
  if (reach < 2.0) return 0.55;
  vec2 from = at - vec2(reach + 1.0, size.y * 0.5);
  float radius = reach * 0.62 + more;
  if (kind == ${Hot.DATA}) return step(max(abs(from.x), abs(from.y)), radius);
  if (kind == ${Hot.COUNT}) return step(length(from), radius);
  if (kind == ${Hot.ALLOCATOR}) return step(abs(from.x), reach * 0.25 + more) * step(abs(from.y), reach);
  if (kind == ${Hot.READ}) return step(abs(length(from) - reach * 0.62), 0.9 + more);
  return step(min(abs(from.x - from.y), abs(from.x + from.y)), 1.2 + more) * step(length(from), radius * 1.3);
}

vec3 hot(vec3 under, int kind, int age, vec2 at, vec2 size) {
  if (kind == 0) return under;
  float strength = 1.0 - float(age) / ${AGES}.0;
  float edge = min(min(at.x, size.x - at.x), min(at.y, size.y - at.y));
  float frame = size.y >= 5.0 ? step(edge, 1.5) : 0.0;
  vec3 colour = uHots[kind].rgb;
  vec3 framed = mix(under, colour, frame * strength);
  // A rim of the ground's colour parts the mark from whatever it lies on.
  float rim = min(size.x, size.y) >= 10.0 ? hotShape(kind, at, size, 1.3) : 0.0;
  framed = mix(framed, uSurface, rim * strength);
  return mix(framed, colour, hotShape(kind, at, size, 0.0) * strength);
}
`;

/** A page of a collector's heap: its first share on top, then its second, then what is left. */
const COLLECTED = `
vec3 collected(uvec4 page, vec2 at, float size) {
  int state = int(page.x);
  float first = float(page.y) / 255.0 * size;
  float second = float(page.z) / 255.0 * size;
  int plain = (page.z & 1u) != 0u ? ${State.LIST} : ${State.LIVE};
  bool dead = state == ${State.JUDGED} || state == ${State.GARBAGE};
  if (state == ${State.FRONT}) {
    // The front may be one object: it frames the page, and is the page's colour where that is a dot.
    float edge = min(min(at.x, size - at.x), min(at.y, size - at.y));
    if (size < 6.0 || edge < 3.0) return uPalette[${State.FRONT}].rgb;
  }
  if (at.y < first) return cell(state == ${State.GARBAGE} ? plain : ${State.REACHED}, at, vec2(size, first), 2);
  vec2 down = vec2(at.x, at.y - first);
  if (down.y < second) return cell(dead ? ${State.GARBAGE} : plain, down, vec2(size, second), 2);
  return cell(${State.OTHER}, at, vec2(size), 0);
}
`;

const PAGE_AND_WORD = `
vec3 pageLook(uvec4 page, vec2 at, float size) {
  int state = int(page.x);
  float live = float(page.y) / 255.0;
  float free = float(page.z) / 255.0;
  vec2 whole = vec2(size);
  if (state == ${State.ITEM_OWN}) {
    return at.y < live * size ? cell(state, at, whole, 3) : cell(${State.ITEM_NULL}, at, whole, 3);
  }
  if (state >= ${State.REACHED}) return collected(page, at, size);
  if (state != ${State.LIVE} && state != ${State.FREE}) return cell(state, at, whole, 3);
  if (size < 6.0) {
    vec3 rest = mix(uSurface, uPalette[${State.OTHER}].rgb, 1.0);
    vec3 hollow = mix(uSurface, uPalette[${State.FREE}].rgb, 0.42);
    return uPalette[${State.LIVE}].rgb * live + hollow * free + rest * max(0.0, 1.0 - live - free);
  }
  if (at.y < live * size) return cell(${State.LIVE}, at, whole, 2);
  if (at.y < (live + free) * size) {
    vec2 part = vec2(size, free * size);
    return cell(${State.FREE}, at - vec2(0.0, live * size), part, 3);
  }
  return cell(${State.OTHER}, at, whole, 0);
}

vec3 wordLook(uvec4 extra, vec2 inside) {
  ivec2 place = ivec2(inside * vec2(8.0, 64.0));
  int row = int(extra.x) + 256 * int(extra.y);
  uvec4 word = texelFetch(uWords, ivec2(place.y * 8 + place.x, row), 0);
  vec2 size = uScale * vec2(0.125, 0.015625);
  vec2 at = fract(inside * vec2(8.0, 64.0)) * size;
  vec3 look = cell(int(word.x), at, size, int(word.y));
  return hot(look, int(word.z), int(word.w), at, size);
}

vec3 mapped(int index, vec2 inside) {
  ivec2 texel = ivec2(index % ${TEXTURE_WIDTH}, index / ${TEXTURE_WIDTH});
  uvec4 page = texelFetch(uPages, texel, 0);
  uvec4 extra = texelFetch(uExtra, texel, 0);
  vec2 at = inside * uScale;
  float near = page.w != 0u ? smoothstep(uNear, uNear * 1.1, uScale) : 0.0;
  vec3 look = vec3(0.0);
  if (near < 1.0) look += (1.0 - near) * hot(pageLook(page, at, uScale), int(extra.z), int(extra.w), at, vec2(uScale));
  if (near > 0.0) look += near * wordLook(extra, inside);
  float line = uScale >= 20.0 ? step(min(at.x, at.y), 1.0) : 0.0;
  return mix(look, uInk, line * 0.16);
}
`;

export const FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;
in vec2 vPixel;
out vec4 finalColor;
uniform vec2 uBase;
uniform vec2 uFraction;
uniform float uScale;
uniform float uNear;
uniform float uLine;
uniform float uColumns;
uniform float uBandCount;
uniform vec4 uBands[${BANDS_MAX}];
uniform vec4 uPalette[${STATE_COUNT}];
uniform vec3 uSurface;
uniform vec3 uBeyond;
uniform vec3 uInk;
uniform vec4 uHots[${HOT_COUNT}];
uniform usampler2D uPages;
uniform usampler2D uExtra;
uniform usampler2D uWords;
${CELL}
${COLLECTED}
${PAGE_AND_WORD}
void main() {
  vec2 world = uFraction + vPixel / uScale;
  float column = floor(world.x) + uBase.x;
  finalColor = vec4(uBeyond, 1.0);
  if (column < 0.0 || column >= uColumns) return;
  for (int i = 0; i < ${BANDS_MAX}; i++) {
    if (float(i) >= uBandCount) return;
    vec4 band = uBands[i];
    float down = world.y - band.x;
    if (down < 0.0 || down >= band.y) continue;
    float page = floor(down) * uColumns + column;
    if (page < band.w) {
      int index = int(band.z) + int(floor(down)) * int(uColumns) + int(column);
      finalColor = vec4(mapped(index, vec2(fract(world.x), fract(down))), 1.0);
    }
    return;
  }
}
`;
