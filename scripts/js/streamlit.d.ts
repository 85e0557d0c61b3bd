// What TypeScript cannot know by itself: what Streamlit calls a component with, and where it stands.

/**
 * What a component is called with each time that Python mounts it: its `data` as the wrapper sends
 * them, the shadow root that holds its markup, and two ways to tell Python something. A state keeps
 * what it was told last, a trigger is true for one run. Told: by name, what may be told.
 */
interface Given<Data, Told = Record<string, never>> {
  data: Data
  parentElement: ShadowRoot
  setStateValue<Name extends keyof Told>(name: Name, value: Told[Name]): void
  setTriggerValue<Name extends keyof Told>(name: Name, value: Told[Name]): void
}

/** Texts by their names: LABELS of the wrapper. */
type Labels<Name extends string = string> = Record<Name, string>

/** Colours as "#rrggbb", from the lowest value to the highest. */
type Ramp = string[]

/** Red, green, blue: 0 to 255, not always whole. */
type Tone = number[]

interface Window {
  /** What Streamlit asks for before it begins. */
  __streamlit?: { HOST_CONFIG: { blockErrorDialogs: boolean } }
}

interface HTMLElement {
  /** All elements of ours stand in a component's shadow root; the focus is on one of HTML's there. */
  getRootNode(): ShadowRoot & { readonly activeElement: HTMLElement | null }
}

/** A map that is only asked for what it holds. */
interface Index<Key, Value> extends Map<Key, Value> {
  get(key: Key): Value
}

/** An element that holds nothing but such. */
type Holder<Held extends Element> = HTMLElement & { readonly children: HTMLCollectionOf<Held> }

// ---- What the browser makes a text of by itself --------------------------------------

interface Element {
  setAttribute(name: string, value: string | number | boolean): void
}

interface CSSStyleDeclaration {
  setProperty(name: string, value: string | number): void
}

interface String {
  replace(found: string | RegExp, by: string | number): string
}
