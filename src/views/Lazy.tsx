/** A part of the window that is fetched when it is shown first. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

const loaded = new Map<string, ComponentType>();

interface LazyProps {
  /** What is fetched, for the message when that fails. */
  name: string;
  load(): Promise<ComponentType>;
}

export function Lazy({ name, load }: LazyProps) {
  const [Part, setPart] = useState<ComponentType | null>(() => loaded.get(name) ?? null);
  const [isMissing, setMissing] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (Part !== null) return;
    let isGone = false;
    load().then(
      (part) => {
        loaded.set(name, part);
        if (!isGone) setPart(() => part);
      },
      () => {
        if (!isGone) setMissing(true);
      },
    );
    return () => {
      isGone = true;
    };
  }, [tries]);
  if (Part !== null) return <Part />;
  if (!isMissing) return <p class="quiet">The {name} is fetched.</p>;
  return (
    <p class="failure" role="alert">
      The {name} cannot be fetched: the connection may be gone.{" "}
      <button
        type="button"
        onClick={() => {
          setMissing(false);
          setTries(tries + 1);
        }}
      >
        try again
      </button>
    </p>
  );
}
