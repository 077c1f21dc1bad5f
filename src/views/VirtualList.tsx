/** A list of many rows of one height, of which only those on screen are elements. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Rows above and below the visible ones, so that scrolling shows no gaps. */
const SPARE = 8;

interface VirtualListProps {
  label: string;
  count: number;
  /** Height of a row in CSS pixels. */
  rowHeight: number;
  row(index: number): ComponentChildren;
  /** The row that is brought into view when it changes. */
  current?: number | null;
  testId?: string;
}

export function VirtualList({ label, count, rowHeight, row, current, testId }: VirtualListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [visible, setVisible] = useState<readonly [number, number]>([0, 30]);
  const measure = () => {
    const element = box.current;
    if (element === null) return;
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - SPARE);
    const last = Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + SPARE;
    setVisible((before) => (before[0] === first && before[1] === last ? before : [first, last]));
  };
  useEffect(() => {
    measure();
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (element === null || current == null || current < 0) return;
    const top = current * rowHeight;
    const isSeen =
      top >= element.scrollTop && top + rowHeight <= element.scrollTop + element.clientHeight;
    if (!isSeen) element.scrollTop = top - element.clientHeight / 2;
    measure();
  }, [current, count]);
  const [first, last] = [Math.min(visible[0], count), Math.min(visible[1], count)];
  const rows = Array.from({ length: last - first }, (_, i) => row(first + i));
  return (
    <section
      class="virtual"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys.
      tabIndex={0}
      aria-label={label}
      onScroll={measure}
      data-testid={testId}
    >
      <div style={{ height: `${count * rowHeight}px` }} class="virtual-all">
        <ul style={{ transform: `translateY(${first * rowHeight}px)` }}>{rows}</ul>
      </div>
    </section>
  );
}
