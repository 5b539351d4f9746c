/** Where Prompt Shields look for an attack: in what a user says, or in what others wrote. */
export type Place = "userPrompt" | "documents";

/** A kind of attack, and how it reads here. */
interface AttackRule {
    name: string;
    places: Place[];
    pattern: RegExp;
}

const everywhere: Place[] = ["userPrompt", "documents"];

/**
 * The kinds of https://learn.microsoft.com/azure/ai-services/content-safety/concepts/jailbreak-detection, each with a
 * pattern of the best-known wording. Azure has a model, which sees more and errs at times.
 */
export const attackRules: AttackRule[] = [
    { name: "marker", places: everywhere, pattern: /\[content-safety: attack\]/i },
    {
        name: "change of rules",
        places: everywhere,
        pattern:
            /\b(ignore|disregard|forget|override)\b[^.!?\n]{0,40}\b(previous|prior|above|earlier|system)\b[^.!?\n]{0,30}\b(instructions?|rules?|prompts?|guidelines?)\b/i,
    },
    { name: "embedded conversation", places: everywhere, pattern: /<\|im_(start|end)\|>/i },
    {
        name: "role play",
        places: ["userPrompt"],
        pattern:
            /\b(you are now|act as|pretend to be)\b[^.!?\n]{0,60}\b(without (any )?(restrictions|limits|filters|rules)|unrestricted|jailbroken)\b/i,
    },
    {
        name: "encoding",
        places: everywhere,
        pattern: /\b(decode|decrypt)\b[^.!?\n]{0,60}\band (then )?(follow|obey|execute|run)\b/i,
    },
    { name: "hidden order", places: ["documents"], pattern: /<important>/i },
    {
        name: "order to conceal",
        places: ["documents"],
        pattern: /\b(do not|don't|never) (tell|mention|inform|reveal)\b[^.!?\n]{0,40}\buser\b/i,
    },
    {
        name: "order before a tool",
        places: ["documents"],
        pattern:
            /\bbefore (using|calling|you use|you call) (this|any|the) tools?\b[^.!?\n]{0,80}\b(read|send|pass|include)\b/i,
    },
    {
        name: "exfiltration",
        places: ["documents"],
        pattern:
            /\b(send|forward|post|upload)\b[^.!?\n]{0,60}\b(passwords?|secrets?|tokens?|credentials|api keys?)\b[^.!?\n]{0,60}\bto\b/i,
    },
];

export function isAttack(text: string, place: Place): boolean {
    return attackRules.some(({ places, pattern }) => places.includes(place) && pattern.test(text));
}

/** https://learn.microsoft.com/azure/ai-services/content-safety/concepts/harm-categories */
export const categories = ["Hate", "SelfHarm", "Sexual", "Violence"] as const;
export type Category = (typeof categories)[number];

/**
 * The highest severity, 0 to 7, that a text has of a category: that of its markers, such as `[content-safety: Violence 4]`,
 * so that nobody has to write down what offends.
 */
export function severityOf(text: string, category: Category): number {
    const markers = text.matchAll(new RegExp(`\\[content-safety: ${category} ([0-7])\\]`, "gi"));
    return Math.max(0, ...Array.from(markers, ([, severity]) => Number(severity)));
}
