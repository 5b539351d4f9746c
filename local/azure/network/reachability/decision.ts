import { allPorts, includes, intersection, type Range, without } from "./ranges";

/** What becomes of the packets to some destination ports. */
export interface Decision {
    ports: Range[];
    allowed: boolean;
    /** What the packets met, in order; when they are stopped, the last one stops them. */
    by: string[];
    /** Address that the packets come from: their sender's, or that of a firewall that translates. */
    source: number;
}

/** A rule that applies to the packets in question, as far as their destination port goes. */
export interface PortRule {
    name: string;
    ports: Range[];
    allowed: boolean;
}

export function allow(by: string, source: number): Decision[] {
    return [{ ports: [allPorts], allowed: true, by: [by], source }];
}

export function deny(by: string, source: number): Decision[] {
    return [{ ports: [allPorts], allowed: false, by: [by], source }];
}

/** The first rule that has a port decides about it. Ports that no rule has are left over. */
export function firstMatch(rules: PortRule[], source: number): { decisions: Decision[]; rest: Range[] } {
    let rest = [allPorts];
    const decisions: Decision[] = [];
    for (const { name, ports: own, allowed } of rules) {
        const ports = intersection(rest, own);
        if (ports.length > 0) {
            decisions.push({ ports, allowed, by: [name], source });
            rest = without(rest, ports);
        }
    }
    return { decisions, rest };
}

/** What is allowed so far meets what comes next. */
export function then(decisions: Decision[], next: (source: number) => Decision[]): Decision[] {
    return decisions.flatMap((decision) =>
        decision.allowed
            ? next(decision.source).flatMap(({ ports, allowed, by, source }) => {
                  const both = intersection(decision.ports, ports);
                  return both.length === 0 ? [] : { ports: both, allowed, by: [...decision.by, ...by], source };
              })
            : decision,
    );
}

export function limitedTo(ports: Range[], decisions: Decision[]): Decision[] {
    return decisions.flatMap((decision) => {
        const both = intersection(decision.ports, ports);
        return both.length === 0 ? [] : { ...decision, ports: both };
    });
}

export function at(decisions: Decision[], port: number): Decision {
    const found = decisions.find(({ ports }) => includes(ports, port));
    if (!found) {
        throw new Error(`${port} is no port: it must be a whole number from 0 to 65535.`);
    }
    return found;
}
