const width = 100;
const step = "    ";
const day = 86_400;
const firstSecond = Date.UTC(2001, 0) / 1000;
const lastSecond = Date.UTC(2100, 0) / 1000;

/** A value as TypeScript, on one line where that fits behind what the line has `used`. */
export function literal(value: unknown, indent = "", used = indent.length): string {
    if (typeof value === "string") return text(value);
    if (typeof value === "number") return moment(value) ?? String(value);
    if (typeof value !== "object" || value === null) return String(value);
    const members = Array.isArray(value)
        ? value.map((element) => ({ key: "", value: element }))
        : Object.entries(value)
              .filter(([, member]) => member !== undefined)
              .map(([name, member]) => ({ key: `${propertyName(name)}: `, value: member }));
    const [open, close, space] = Array.isArray(value) ? ["[", "]", ""] : ["{", "}", " "];
    if (members.length === 0) return `${open}${close}`;
    const oneLine = members.map(({ key, value: member }) => `${key}${literal(member)}`).join(", ");
    if (!oneLine.includes("\n") && used + oneLine.length <= width) {
        return `${open}${space}${oneLine}${space}${close}`;
    }
    const inner = `${indent}${step}`;
    const lines = members.map(
        ({ key, value: member }) => `${inner}${key}${literal(member, inner, inner.length + key.length)},\n`,
    );
    return `${open}\n${lines.join("")}${indent}${close}`;
}

/** The members of an object, one for each line, before a line that says that there may be more. */
export function openObject(members: object): string {
    const lines = Object.entries(members)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [`${step}${propertyName(name)}: `, value] as const)
        .map(([start, value]) => `${start}${literal(value, step, start.length)},\n`);
    return `{\n${lines.join("")}${step}// ... other arguments\n}`;
}

function propertyName(name: string): string {
    return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** Documents within a value, such as policies, keep their lines. */
function text(value: string): string {
    // a template literal has no carriage returns
    if (!value.includes("\n") || value.includes("\r")) return JSON.stringify(value);
    return `\`${value.replace(/[\\`]|\$\{/g, "\\$&")}\``;
}

/** A day that is given in seconds since 1970, which nobody can read. */
function moment(value: number): string | undefined {
    if (value % day !== 0 || value < firstSecond || value > lastSecond) return undefined;
    return `Date.parse("${new Date(value * 1000).toISOString().slice(0, 10)}") / 1000`;
}
