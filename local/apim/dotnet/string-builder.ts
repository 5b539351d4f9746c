import { inRange } from "./checks";

/** https://learn.microsoft.com/dotnet/api/system.text.stringbuilder */
export class StringBuilder {
    #units = new Uint16Array(64);
    #length = 0;

    get length(): number {
        return this.#length;
    }

    appendUnit(unit: number): this {
        this.#makeRoom(1);
        this.#units[this.#length] = unit;
        this.#length += 1;
        return this;
    }

    append(text: string): this {
        this.#makeRoom(text.length);
        for (let index = 0; index < text.length; index += 1) {
            this.#units[this.#length + index] = text.charCodeAt(index);
        }
        this.#length += text.length;
        return this;
    }

    remove(start: number, count: number): this {
        inRange(count >= 0, "length");
        inRange(start >= 0, "startIndex");
        inRange(count <= this.#length - start, "length");
        this.#units.copyWithin(start, start + count, this.#length);
        this.#length -= count;
        return this;
    }

    toString(): string {
        return Buffer.from(this.#units.buffer, 0, this.#length * 2).toString("utf16le");
    }

    #makeRoom(count: number): void {
        if (this.#length + count <= this.#units.length) return;
        const larger = new Uint16Array(Math.max(this.#units.length * 2, this.#length + count));
        larger.set(this.#units);
        this.#units = larger;
    }
}
