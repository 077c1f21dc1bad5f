/** The states the map draws, each with the colour and the mark it has there. */
import { isDark, summary } from "../../state/cells.ts";
import { paletteOf } from "./palette.ts";
import { Hot, HOT_LOOKS, LOOKS, Mark, State } from "./states.ts";

const SHOWN: readonly State[] = [
  State.LIVE,
  State.FREE,
  State.VIRGIN,
  State.ITEM_OWN,
  State.ITEM_SHARED,
  State.ITEM_NULL,
  State.LIST,
  State.METADATA,
  State.OTHER,
  State.FREE_CHUNK,
  State.TOP,
  State.UNKNOWN,
  State.ABSENT,
];

/** States and marks that only a manager with a heap of its own has. */
const COLLECTED: readonly State[] = [State.REACHED, State.ROOT, State.FRONT, State.GARBAGE];
const COLLECTED_EVENTS = [
  [Hot.COLLECTOR, "written: collector", <path key="x" d="M5 2L13 10M5 10L13 2" class="is-line" />],
] as const;

export function Legend() {
  const run = summary.value;
  const isTraced = run !== null && run.layout.refcntOffset === undefined;
  const states = isTraced ? [...SHOWN, ...COLLECTED] : SHOWN;
  const events = isTraced ? [...EVENTS, ...COLLECTED_EVENTS] : EVENTS;
  return (
    <aside class="legend" aria-label="Legend" data-testid="legend">
      <ul>
        {states.map((state) => (
          <li key={state} title={LOOKS[state].meaning}>
            <Swatch state={state} />
            {LOOKS[state].name}
          </li>
        ))}
        {events.map(([hot, name, shape]) => (
          <li key={name}>
            <svg
              width="18"
              height="12"
              aria-hidden="true"
              class="legend-event"
              fill={isDark.value ? HOT_LOOKS[hot].dark : HOT_LOOKS[hot].light}
              stroke={isDark.value ? HOT_LOOKS[hot].dark : HOT_LOOKS[hot].light}
            >
              {shape}
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </aside>
  );
}

/** Marks of events, each with its shape and colour, fading over the next steps. */
const EVENTS = [
  [Hot.DATA, "written: data", <rect key="d" x="5" y="2" width="8" height="8" />],
  [Hot.COUNT, "written: count", <circle key="c" cx="9" cy="6" r="4" />],
  [Hot.ALLOCATOR, "written: allocator", <rect key="a" x="7" y="1" width="4" height="10" />],
  [Hot.READ, "read", <circle key="r" cx="9" cy="6" r="4" class="is-line" />],
] as const;

/** A small picture of a state, as the shader draws it. */
export function Swatch({ state }: { state: State }) {
  const dark = isDark.value;
  const look = LOOKS[state];
  const colour = dark ? look.dark : look.light;
  const { surface, ink } = paletteOf(dark).css;
  return (
    <svg width="18" height="12" aria-hidden="true" class="swatch">
      <rect width="18" height="12" fill={surface} />
      {drawMark(look.mark, colour, ink, surface)}
    </svg>
  );
}

function drawMark(mark: Mark, colour: string, ink: string, surface: string) {
  switch (mark) {
    case Mark.DOTS:
      return [3, 9, 15].flatMap((x) =>
        [3, 9].map((y) => (
          <rect key={`${x}${y}`} x={x} y={y} width="1.5" height="1.5" fill={colour} />
        )),
      );
    case Mark.HOLLOW:
    case Mark.HOLLOW_DASHED: {
      const dashed = mark === Mark.HOLLOW_DASHED;
      return (
        <rect
          x="0.5"
          y="0.5"
          width="17"
          height="11"
          fill={colour}
          fill-opacity={dashed ? "0.1" : "0.22"}
          stroke={colour}
          stroke-dasharray={dashed ? "3 3" : undefined}
        />
      );
    }
    case Mark.HAIRLINES:
      return (
        <>
          <rect width="18" height="12" fill={colour} fill-opacity="0.3" />
          <path d="M0 6L6 0M0 12L12 0M6 12L18 0M12 12L18 6" stroke={colour} />
        </>
      );
    case Mark.BACKLINES:
      return (
        <>
          <rect width="18" height="12" fill={colour} fill-opacity="0.16" />
          <path d="M0 4L8 12M4 0L16 12M12 0L18 6" stroke={colour} stroke-opacity="0.8" />
        </>
      );
    case Mark.SPARSE:
      return (
        <>
          <rect width="18" height="12" fill={colour} fill-opacity="0.38" />
          <path d="M2 3h4M10 3h4M6 9h4M14 9h4" stroke={colour} />
        </>
      );
    case Mark.BARRED:
      return (
        <>
          <rect width="18" height="12" fill={colour} />
          <rect x="12" width="2.5" height="12" fill={ink} fill-opacity="0.75" />
        </>
      );
    case Mark.CORNER:
      return (
        <>
          <rect width="18" height="12" fill={colour} />
          <path d="M10 3l6 3l-6 3z" fill={ink} fill-opacity="0.75" />
        </>
      );
    case Mark.CROSSED:
      return (
        <>
          <rect width="18" height="12" fill={colour} fill-opacity="0.38" />
          <path d="M0 9L9 0M3 12L15 0M12 12L18 6M0 3L9 12M3 0L15 12M12 0L18 6" stroke={colour} />
        </>
      );
    case Mark.DOTTED:
    case Mark.RINGED:
      return (
        <>
          <rect width="18" height="12" fill={colour} />
          <circle
            cx="12"
            cy="6"
            r="3"
            fill={mark === Mark.DOTTED ? surface : "none"}
            stroke={surface}
          />
        </>
      );
    default:
      return <rect width="18" height="12" fill={colour} />;
  }
}
