/** The examples menu. What is inside is fetched when it is opened first. */
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { layer } from "../../state/cells.ts";

export function Examples() {
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = layer.value === "examples";
  const wasOpen = useRef(false);
  useEffect(() => {
    // Closing gives the focus back only when it was inside: it may have gone elsewhere by a click.
    if (wasOpen.current && !isOpen && document.activeElement === document.body) {
      button.current?.focus();
    }
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <div class="examples">
      <button
        type="button"
        ref={button}
        aria-expanded={isOpen}
        data-testid="examples"
        title="Programs to begin with (E)"
        onClick={() => {
          layer.value = isOpen ? null : "examples";
        }}
      >
        examples
      </button>
      {isOpen && <Popover />}
    </div>
  );
}

function Popover() {
  const [Menu, setMenu] = useState<ComponentType | null>(null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    import("./ExamplesMenu.tsx").then(
      ({ ExamplesMenu }) => setMenu(() => ExamplesMenu),
      () => setMissing(true),
    );
  }, []);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const close = ({ target }: Event) => {
      const inside = box.current?.parentElement?.contains(target as Node);
      if (!inside && layer.value === "examples") layer.value = null;
    };
    window.addEventListener("pointerdown", close);
    return () => window.removeEventListener("pointerdown", close);
  }, []);
  return (
    <div class="popover" ref={box}>
      {Menu !== null && <Menu />}
      {isMissing && (
        <p class="failure" role="alert">
          The examples cannot be loaded. Any program can be typed into the editor.
        </p>
      )}
    </div>
  );
}
