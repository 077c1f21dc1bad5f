/** Inside the examples menu: the list, the question before a text is replaced, what went wrong. */
import { useEffect, useRef, useState } from "preact/hooks";
import { layer } from "../../state/cells.ts";
import { bringBackOwn, draft, isEdited, own, replaceDraft, runDraft } from "../../state/draft.ts";
import { type Example, fetchExample, fetchExamples } from "../../state/examples.ts";

type List = { examples: Example[] } | { why: string };

export function ExamplesMenu() {
  const [list, setList] = useState<List | null>(null);
  const [asked, setAsked] = useState<Example | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const load = () => {
    setList(null);
    void fetchExamples().then(setList);
  };
  useEffect(load, []);
  useEffect(() => box.current?.querySelector<HTMLElement>("button")?.focus(), [list, asked]);
  const take = async (example: Example) => {
    const answer = await fetchExample(example);
    if ("why" in answer) {
      setAsked(null);
      setWhy(answer.why);
      return;
    }
    layer.value = null;
    replaceDraft(answer.text);
    await runDraft();
  };
  const choose = (example: Example) => {
    if (isEdited.value && draft.value.trim() !== "") setAsked(example);
    else void take(example);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the buttons inside.
    <div ref={box} onKeyDown={(event) => moveFocus(event, box.current)}>
      {asked !== null ? (
        <Question example={asked} yes={() => void take(asked)} no={() => setAsked(null)} />
      ) : (
        <>
          {why !== null && <Failure why={why} again={null} />}
          {list === null && <p class="quiet">The list is loaded.</p>}
          {list !== null && "why" in list && <Failure why={list.why} again={load} />}
          {list !== null && "examples" in list && (
            <ul>
              <OwnText />
              {list.examples.map((example) => (
                <li key={example.name}>
                  <button type="button" class="choice" onClick={() => choose(example)}>
                    <strong>{example.title}</strong>
                    <span class="quiet">{example.about}</span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
}

/** The text that was replaced last, if it was the person's own. */
function OwnText() {
  if (own.value === null || own.value === draft.value) return null;
  return (
    <li>
      <button
        type="button"
        class="choice"
        data-testid="own-text"
        onClick={() => {
          layer.value = null;
          bringBackOwn();
          void runDraft();
        }}
      >
        <strong>Your own text</strong>
        <span class="quiet mono">{own.value.trim().split("\n")[0]}</span>
      </button>
    </li>
  );
}

function Question({ example, yes, no }: { example: Example; yes(): void; no(): void }) {
  return (
    <div role="alertdialog" aria-label="Replace your text" data-testid="replace-question">
      <p>
        <strong>“{example.title}” replaces your text.</strong> Undo in the editor (Ctrl Z) or “Your
        own text” in this menu brings it back.
      </p>
      <p class="answers">
        <button type="button" onClick={yes}>
          replace
        </button>
        <button type="button" onClick={no}>
          keep my text
        </button>
      </p>
    </div>
  );
}

function Failure({ why, again }: { why: string; again: (() => void) | null }) {
  return (
    <div class="failure" role="alert" data-testid="examples-problem">
      <p>
        <strong>An example cannot be loaded: {why}.</strong> The text in the editor stays; any
        program can be typed there.
      </p>
      {again !== null && (
        <button type="button" onClick={again}>
          try again
        </button>
      )}
    </div>
  );
}

/** Arrow keys go from button to button. */
function moveFocus(event: KeyboardEvent, box: HTMLElement | null): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (by === 0 || box === null) return;
  const buttons = [...box.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button.matches(":focus"));
  buttons[(at + by + buttons.length) % buttons.length]?.focus();
  event.preventDefault();
}
