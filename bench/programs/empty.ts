// Nothing: what a preview costs before the first resource.
export {};
