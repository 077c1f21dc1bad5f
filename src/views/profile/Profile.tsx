/** The profile: a list, a call tree or a flame chart of any part of the clock. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import {
  PROFILE_VIEWS,
  type ProfileScope,
  type ProfileView,
  profileScope,
  profileView,
  span,
  summary,
  tree,
} from "../../state/cells.ts";
import { group } from "../format.ts";
import { SaveButton } from "../SaveButton.tsx";
import { isLoading, partOfClock, watchProfile } from "./data.ts";
import { Flame } from "./Flame.tsx";
import { List } from "./List.tsx";
import { Tree } from "./Tree.tsx";
import "../instrument-parts.css";

/** Numbers as Ir, or as shares of the part. */
export const inPercent = signal(false);
export const wanted = signal("");

const VIEW_NAMES: Record<ProfileView, string> = { list: "list", tree: "tree", flame: "flame" };

const SCOPE_NAMES: Record<ProfileScope, string> = {
  process: "whole process",
  run: "the program's run",
  span: "what the timeline shows",
  past: "run, up to now",
};

export function Profile() {
  useEffect(watchProfile, []);
  const run = summary.value;
  if (run === null) return <p class="quiet">No run is loaded.</p>;
  const [from, to] = partOfClock(profileScope.value, run);
  return (
    <div class="profile-pane" data-testid="profile">
      <div class="tools">
        <fieldset class="buttons" aria-label="View">
          {PROFILE_VIEWS.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={profileView.value === name}
              onClick={() => {
                profileView.value = name;
              }}
            >
              {VIEW_NAMES[name]}
            </button>
          ))}
        </fieldset>
        <select
          aria-label="Part of the clock"
          title="Which part of the clock is counted"
          value={profileScope.value}
          onChange={(event) => {
            profileScope.value = event.currentTarget.value as ProfileScope;
          }}
        >
          {(Object.keys(SCOPE_NAMES) as ProfileScope[]).map((scope) => (
            <option key={scope} value={scope}>
              {SCOPE_NAMES[scope]}
            </option>
          ))}
        </select>
        <button
          type="button"
          aria-pressed={inPercent.value}
          title="Shares of the part instead of Ir"
          onClick={() => {
            inPercent.value = !inPercent.value;
          }}
        >
          %
        </button>
        <input
          type="text"
          class="search"
          placeholder="search"
          aria-label="Functions whose name contains"
          value={wanted.value}
          onInput={(event) => {
            wanted.value = event.currentTarget.value;
          }}
        />
      </div>
      <p class="quiet small with-button">
        {group(to - from)} Ir
        {profileScope.value === "span" && span.value === null
          ? ": zoom the timeline to choose"
          : ""}
        {isLoading.value ? " · counted …" : ""}
        {(tree.value?.lost ?? 0) > 0 &&
          ` · ${group(tree.value?.lost ?? 0)} calls in paths beyond 16 384 count for their callers`}
        <SaveButton kind="callgrind" />
      </p>
      {profileView.value === "list" && <List />}
      {profileView.value === "tree" && <Tree />}
      {profileView.value === "flame" && <Flame />}
    </div>
  );
}
