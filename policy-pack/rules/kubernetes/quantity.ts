const factors: Readonly<Record<string, number>> = {
    "": 1,
    n: 1e-9,
    u: 1e-6,
    m: 1e-3,
    k: 1e3,
    M: 1e6,
    G: 1e9,
    T: 1e12,
    P: 1e15,
    E: 1e18,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
    Pi: 2 ** 50,
    Ei: 2 ** 60,
};

/** An amount as Kubernetes writes it, such as `250m` or `128Mi`; none where there is none, or what is no amount. */
export function amountOf(quantity: unknown): number {
    const [, digits = "", suffix = ""] = /^\+?(\d+\.?\d*|\.\d+)(\w*)$/.exec(String(quantity ?? "")) ?? [];
    return Number(digits) * (factors[suffix] ?? Number(`1${suffix}`)) || 0;
}

/** Whether there is an amount, and more than nothing: a limit of nothing is no limit. */
export function isPositive(quantity: unknown): boolean {
    return amountOf(quantity) > 0;
}
