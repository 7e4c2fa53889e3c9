// The types of the script that gii_graph/site/search_index.py writes, for `make lint` and for editors.

/** Of each thing with a page its label, the number of its kind, its path and its further names. */
declare const giiGraphNames: [label: string, kind: number, path: string, ...others: string[]][];
declare const giiGraphKinds: string[];
