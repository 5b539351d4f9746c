import practices from "../../docs/practices.json";

const titles: Readonly<Record<string, string>> = practices;

/** Id and title of a practice of the guide. */
export function practice(id: string): string {
    const title = titles[id];
    if (title !== undefined) return `${id} ${title}`;
    throw new Error(`docs/practices.json has no practice "${id}": it has ${Object.keys(titles).join(", ")}.`);
}
