/** Something of a document that requests can make happen. */
export interface CoveragePoint {
    line: number;
    /** Path of the statement or condition, such as `inbound/choose[1]/when[2]`. */
    construct: string;
    /** `runs` of a statement, `taken` and `not taken` of a condition, `none taken` of a choice. */
    event: "runs" | "taken" | "not taken" | "none taken";
}

/** How much of a document has happened. */
export interface DocumentCoverage {
    /** ARM id of the policy. */
    policyId: string;
    covered: number;
    total: number;
    /** In the order of the document. */
    missing: CoveragePoint[];
}

interface Document {
    text: string;
    points: Map<string, CoveragePoint & { covered: boolean }>;
}

/** Which statements and branches of policies have run, over all gateways that are given it. */
export class Coverage {
    readonly #documents = new Map<string, Document>();

    /** Adds a point of a document, whose points start anew when its text has changed. What it returns notes that it happened. */
    add(policy: { id: string; text: string }, point: CoveragePoint): () => void {
        const document = this.#documentOf(policy);
        const key = JSON.stringify(point);
        const known = document.points.get(key) ?? { ...point, covered: false };
        document.points.set(key, known);
        return () => {
            known.covered = true;
        };
    }

    /** What is known of each document with a statement. */
    report(): DocumentCoverage[] {
        return [...this.#documents].map(([policyId, { points }]) => {
            const missing = [...points.values()].filter(({ covered }) => !covered);
            return {
                policyId,
                covered: points.size - missing.length,
                total: points.size,
                missing: missing
                    .map(({ covered: _, ...point }) => point)
                    .toSorted((one, other) => one.line - other.line),
            };
        });
    }

    #documentOf({ id, text }: { id: string; text: string }): Document {
        const known = this.#documents.get(id);
        if (known?.text === text) return known;
        const document = { text, points: new Map() };
        this.#documents.set(id, document);
        return document;
    }
}
