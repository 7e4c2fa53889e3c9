// The types of the page's scripts, for `make lint` and for editors. The scripts are one program in one scope.

type NodeKind = "cluster" | "organization" | "person";
type EdgeKind = "patent-tie" | "article-tie" | "filing" | "publication";
type LineKind = EdgeKind | "merged";
type ShownKind = NodeKind | EdgeKind | "partner";
type Activity = "patents" | "articles";
type Side = string;

/** One row or one named partner in one edition; `evidence` are numbers of lines in `facts.evidence`. */
interface Mention {
  edition?: number;
  rank?: number;
  count?: number;
  share?: number;
  below?: number;
  name?: string;
  evidence?: number[];
}

interface FieldRow { activity: Activity; field: string; share?: number; below?: number; evidence?: number[] }
interface ImpliedFigure { label: string; low: number; high?: number; rule: string; evidence?: number[] }

/** A reference to a source: in words, as an entry for BibTeX, as an item of CSL-JSON. */
interface Reference { words: string; bibtex: string; csl: object }

interface ClusterProfile {
  edition?: number;
  figures: Record<string, number>;
  implied?: ImpliedFigure[];
  checks?: { label: string; implied: string; verdict: string; evidence: number[] }[];
  evidence?: Record<string, number[]>;
  fields?: FieldRow[];
}

/** [register, identifier, name]. */
type Link = [string, string, string?];
/** [number of the measure, value]. */
type Measured = [number, number];

/** What the page is told of a node; `map` is where it is drawn and, where it had to make room, its true place. */
interface NodeFacts {
  names?: string[];
  economies?: string[];
  profiles?: ClusterProfile[];
  links?: Link[];
  related?: Link[];
  cities?: Link[];
  evidence?: number[];
  /** The references to its sources, by number. */
  cite?: number[];
  decided?: number;
  measured?: Measured[];
  map?: number[];
  /** How far its copy is on the map, once around the Earth. */
  lap?: number;
  /** Where it stands among its economy, and among its community, as [x, y] each. */
  grouped?: number[];
  degree: number;
  community?: number;
}

interface GraphNode extends NodeFacts {
  key: string;
  kind: NodeKind;
  label: string;
  shape: string;
  names: string[];
  economies: string[];
  profiles: ClusterProfile[];
  values: Record<string, number>;
  x: number;
  y: number;
  edges: GraphEdge[];
}

interface GraphEdge { key: string; from: string; to: string; kind: EdgeKind; mentions: Mention[] }

type MeasureKind = "rank" | "whole" | "share" | "number";
/** What nodes can be sized and coloured by; `derived` where no source states it. */
interface Measure { name: string; label: string; kind: MeasureKind; derived?: boolean }
interface MeasureWords { name: string; label: string; about?: string; means?: string; limit?: string; source?: string; scale?: boolean }

/** A computed value; with `most`, it is the lowest and that the highest. */
interface MeasuredValue { measure: MeasureWords; value: number; most?: number }

interface Facts {
  title: string;
  note: string;
  embed: boolean;
  editions: number[];
  nodes: NodeFacts[];
  edges: Mention[][];
  /** The edges of the strongest ties, by number. */
  backbone: number[];
  files: string[];
  /** Where files are on the web, by their number. */
  addresses: Record<number, string>;
  references: Reference[];
  /** How the addresses of each authority's pages begin. */
  registers: Record<string, string>;
  /** [number of the file, line, quote]. */
  evidence: [number, number | null, string][];
  rules: string[];
  figures: { name: string; label: string; short: string; kind: MeasureKind }[];
  scales: Measure[];
  measures: MeasureWords[];
  analyses: { notes: string[]; measured: Measured[] }[];
}

/** The network as pyvis hands it over; an edge is [place of its source, kind, place of its target]. */
interface DrawnNetwork {
  nodes: { id: string; label: string; shape: string; group: NodeKind; x: number; y: number }[];
  edges: [number, EdgeKind, number][];
}

/** [x, y, scale]: the point of the scene in the middle of the picture, and pixels per unit of the scene. */
type CameraSpot = [number, number, number];
interface Point { x: number; y: number }
interface Size { width: number; height: number }
interface Bounds { left: number; right: number; top: number; bottom: number }
interface Extent { low: number; high: number }

/** What the reader has chosen. */
interface Choices {
  view: string;
  chart: string;
  step: number | null;
  compare: string[];
  figure: string | null;
  sentence: number | null;
  selected: string | null;
  to: string | null;
  agents: string;
  ties: string;
  groups: string;
  open: string[];
  size: string;
  colour: string;
  ask: string | null;
  given: string;
  table: string;
  list: string;
  order: string;
  sort: string;
  theme: string;
  embed: string;
  see: string[] | null;
  edition: number | null;
  rank: number;
  partners: number;
  share: number;
  hide: string[];
}
/** How a choice stands in the address; `read` gives undefined for what it cannot read. */
interface Codec<T> { read(text: string): T | undefined; write(value: any): string }
interface Choice<T> extends Codec<T> { start: T }
type FilterName = "edition" | "rank" | "partners" | "share" | "hide";
/**
 * A choice that leaves something out: `node` and `edge` say what passes (all where they are missing), `mentions` being
 * those of the edition chosen; `prepare` makes its control, `render` shows a value there.
 */
interface Filter extends Choice<any> {
  isOn(value: any): boolean;
  words(value: any): string;
  node?(node: GraphNode, choices: Choices): boolean;
  edge?(edge: GraphEdge, choices: Choices, mentions: Mention[]): boolean;
  prepare(): void;
  render(value: any): void;
}

/** Steps from one node to another: each with the edge that led to it, the first with null. */
type Path = [string, GraphEdge | null][];
interface Focus { nodes: Set<string>; edges: Set<string>; path: Path | null }
interface Passing { nodes: Set<string>; edges: GraphEdge[] }
interface Shown extends Passing { focus: Focus | null; merged: MergedTie[] }
/** Ties between two groups, or a group and a cluster, that are drawn as one; the ends are keys of groups and nodes. */
interface MergedTie { key: string; from: string; to: string; edges: GraphEdge[] }
/** The disc of a group in units of the scene. */
interface Hull extends Point { key: string; label: string; radius: number; colour: string; members: string[]; open: boolean }

interface Palette {
  paper: string; ink: string; halo: string; quiet: string; aside: string; focus: string; land: string; shore: string;
  kinds: Record<NodeKind, string>;
  ties: Record<Activity, string>;
  scale: string[];
  groups: string[];
  other: string;
}

/** A node as it is drawn: place and radius in units of the scene. */
interface SceneNode extends Point {
  key: string; label: string; kind: NodeKind; shape: string; radius: number; colour: string; rim: string;
  quiet: boolean; hollow: boolean; selected: boolean; named: boolean; overLines?: boolean; side: Side; weight: number; prominence: number;
}
/** By how much, in scene units, each end of a line is drawn aside of its node. */
interface Laps { from: number; to: number }
/** Where an edge runs, in pixels; `angle` is its direction at the end. */
interface Course { from: Point; bend: Point; to: Point; angle: number }
/** An edge as it is drawn: `width` in pixels; `ended` where only earlier editions state it. */
interface SceneEdge {
  key: string; from: string; to: string; kind: LineKind; count?: number; curve: number; dashes: boolean; rank?: number;
  quiet: boolean; strong: boolean; ended: boolean; arrow: boolean; colour: string; width: number;
  /** On the map, for each of its courses: where all ties between two regions bend, and how far aside its ends are drawn. */
  bundle?: Point[]; laps?: Laps[];
}
interface Scene {
  nodes: Map<string, SceneNode>; edges: SceneEdge[]; hulls: Map<string, Hull>; merged: SceneEdge[]; colours: Palette; view: string; focus: Focus | null; missing: number;
}

/** By the number of a small square of the picture, the numbers of the lines that run through it. */
type LineCells = Map<number, number[]>;
interface LabelStyle { size: number; weight: number }
interface Segment { from: Point; to: Point }
/** A label at one scale: its box in pixels from the scene's origin; `disc` is the colour of a rank's disc, `leader` a line from its node. */
interface PlacedLabel {
  key: string; lines: string[]; style: LabelStyle; font: string; side: Side; colour: string; disc?: string; box: Bounds; leader?: Segment;
}

interface LegendMark {
  shape?: string; radius?: number; fill?: string; stroke?: string; ink?: string; number?: string; leader?: string;
  nested?: { radius: number; label: string }[];
  line?: string; dashes?: number[]; width?: number; arrow?: boolean; widths?: number[]; ramp?: string[];
}
interface LegendEntry { mark: LegendMark; label: string }
interface LegendGroup { title: string; entries: LegendEntry[] }

/** A question with the answers that the page carries; made by carried_answers.py, which says what stands where. */
interface Question {
  name: string; question: string; remarks: string; text: string; parameters: [string, string, string][];
  bound: { names: string[]; at?: [number, string][]; text?: string }[];
  /** For the engine: what the graph lacks for it, and [question that lists what it leaves out, sentence]. */
  needs?: string[]; leavesOut?: [string, string][];
  columns: string[]; notes: string[]; rows: number[]; about: [number[], number[], number[]][]; subject: number[];
  answers: [number[], number, number[]][]; withheld: number;
}
interface AskData {
  /** Their texts as [before the declarations of prefixes, number of these, rest]. */
  questions: (Omit<Question, "text"> & { text: [string, number, string] })[]; prologues: string[]; choices: Record<string, [string, string, string][]>; offered: Record<string, number>;
  help?: QueryHelp; prefixes: Record<string, string>; base: string; terms: (string | number)[]; lines: [string, number | null, string][];
}
/** Made by query_help.py. */
interface QueryHelp {
  token: string; words: string[]; slips: Record<string, [string, string]>; unknown: string; forms: string[]; updates: string[]; ontology: string; terms: string[];
}
interface QueryToken { kind: string; text: string; start: number }
/** Made by ask_engine.py: gzip in base64, but for the worker's script. */
interface EngineData { script: string; wasm: string; graph: string; labelled: boolean; worker: string }
interface EngineRequest { id: number; engine?: EngineData; query: string; form: string }
/** A term in the W3C's JSON of results. */
interface ResultTerm { type: "uri" | "bnode" | "literal" | "triple"; value: string | Record<string, ResultTerm>; datatype?: string; "xml:lang"?: string; "its:dir"?: string }
interface EngineReply { answer: { truth?: boolean; text?: string; columns?: string[]; rows?: Record<string, ResultTerm>[] }; milliseconds: number }
interface OwnAnswer { table?: GraphAnswer; text?: string; milliseconds: number }
declare function initSync(given: { module: ArrayBuffer }): void;
declare function parse(text: string, options: { format: string }): Iterable<unknown>;
declare const Store: new () => { load(text: string, options: { format: string }): void; add(quad: unknown): void; query(text: string, options: { results_format: string }): string };

/** A cell of an answer: an IRI, a number, other text, or what is none of them; `text` is what CSV has, but for its guard. */
interface Cell { kind: "" | "i" | "n" | "t" | "o"; text: string; shown: string }
/** What a row is about: nodes and edges by key, lines by number. */
interface Subject { nodes: Set<string>; edges: Set<string>; lines: number[] }
interface GraphAnswer { columns: string[]; rows: Cell[][]; subjects: Subject[]; notes: string[] }

type CellValue = string | number | undefined;
/** A row of a table: a profile of a node, or a mention of an edge; `key` is what it selects. */
interface Row { key: string; node?: GraphNode; profile?: ClusterProfile; edge?: GraphEdge; mention?: Mention }
/**
 * A column; `plain` numbers are written without grouping, `text` writes one otherwise, `bar` draws one under it; `key`
 * tells what a cell selects, `mark` the drawing before it.
 */
interface Column {
  name: string; label: string; number?: boolean; plain?: boolean; bar?: boolean;
  value(row: Row): CellValue;
  text?(value: number, row: Row): string;
  key?(row: Row): string;
  mark?(row: Row): Element | undefined;
}
interface Table { label: string; rows(shown: Shown): Row[]; columns: Column[] }

/** What profiles state of one figure, from the first edition to the last. */
interface ChartSeries { node: GraphNode; points: { edition: number; value: number; evidence: number[] }[] }
/** A chart as drawn: its axes, and what can be chosen in it, each with its words. */
interface ChartDrawing { width: number; height: number; frame: Child[]; items: { key: string; words: string; mark: SVGElement }[] }
interface Chart {
  label: string; unit: string;
  /** Whether the graph has what it shows. */
  fits(): boolean;
  rows(shown: Shown): { heads: string[]; rows: { key: string; cells: CellValue[] }[] };
  draw(shown: Shown, width: number): ChartDrawing;
}

/** What a card says in one place, with the lines behind it. */
interface CardCell { text: string; evidence?: number[] }
/** A row: a cell for each of the card's heads, or one for all of them. */
interface CardRow { label: string; cells?: CardCell[]; whole?: CardCell }
interface Card { title: string; heads: string[]; rows: CardRow[] }

/** Text of a story, or [mark, what is marked ...]; a link is ["a", address, what leads there ...]. */
type StoryPart = string | StoryMark;
interface StoryMark extends Array<StoryPart> { 0: string }
interface StoryData { title: string; steps: { title: string; state: string; blocks: StoryMark[] }[] }

/** What an element can be given: null, undefined and "" are left out, lists are taken apart. */
type Child = Node | string | null | undefined | Child[];
type Attributes = Record<string, unknown>;

/** The elements of page.html that the scripts speak to. */
interface PageElements {
  "announce": HTMLElement; "ask-open": HTMLButtonElement; "chart-view": HTMLElement; "compare-view": HTMLElement; "story": HTMLElement; "app": HTMLElement; "analyses": HTMLElement; "controls": HTMLDetailsElement;
  "colour": HTMLSelectElement; "edition": HTMLSelectElement; "edition-bar": HTMLElement; "edition-shown": HTMLOutputElement; "edition-step": HTMLInputElement; "embed-note": HTMLElement; "embed-open": HTMLElement; "empty": HTMLElement; "export-menu": HTMLDetailsElement;
  "facts": HTMLElement; "filter-count": HTMLElement; "filter-said": HTMLElement; "filter-words": HTMLElement;
  "fit": HTMLButtonElement; "group-buttons": HTMLElement; "group-list": HTMLElement; "groups-field": HTMLElement;
  "insets": HTMLElement; "kinds": HTMLElement; "legend": HTMLElement; "map-note": HTMLElement;
  "play": HTMLButtonElement; "partners": HTMLInputElement; "partners-value": HTMLOutputElement; "picture": HTMLElement;
  "print-picture": HTMLElement; "rank": HTMLInputElement; "rank-value": HTMLOutputElement;
  "ranking": HTMLButtonElement; "redo": HTMLButtonElement; "reset": HTMLButtonElement; "reset-too": HTMLButtonElement; "search": HTMLInputElement; "ties-field": HTMLElement;
  "search-results": HTMLElement; "share": HTMLInputElement; "share-value": HTMLOutputElement;
  "shown-counts": HTMLElement; "size": HTMLSelectElement; "sources": HTMLElement; "table-view": HTMLElement;
  "theme": HTMLButtonElement; "tooltip": HTMLElement; "undo": HTMLButtonElement; "zoom-in": HTMLButtonElement;
  "zoom-out": HTMLButtonElement;
}

/** The part of vis-network that the page uses (https://visjs.github.io/vis-network/docs/network/). */
interface VisNetwork {
  on(event: string, listener: (this: void, given: any) => void): void;
  redraw(): void;
  unselectAll(): void;
  setSize(width: string, height: string): void;
  getScale(): number;
  getViewPosition(): Point;
  canvasToDOM(point: Point): Point;
  DOMtoCanvas(point: Point): Point;
  moveTo(options: { position: Point; scale: number; animation: false | { duration: number; easingFunction: string } }): void;
}
interface VisDataSet {
  getIds(): string[];
  get(id: string): { id: string } | null;
  update(items: { id: string }[]): void;
  remove(ids: string[]): void;
}
declare const vis: {
  DataSet: new () => VisDataSet;
  Network: new (stage: HTMLElement, data: { nodes: VisDataSet; edges: VisDataSet }, options: object) => VisNetwork;
};
declare var giiGraph: object;
