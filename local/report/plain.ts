import { stripVTControlCharacters } from "node:util";

/** Text of the engine without its colour tags (`<{%reset%}>`) and those of terminals. */
export function plain(text: string): string {
    return stripVTControlCharacters(text.replace(/<\{%.*?%\}>/g, "")).trim();
}
