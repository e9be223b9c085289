import { type FileHandle, open } from 'node:fs/promises';
import { type Field, type StreamEncoder, streamEncoder } from './arrow-stream.ts';
import { writeError } from './files.ts';

/** How far a recording goes: all of it whole batches. */
export interface Written {
  readonly bytes: number;
  readonly rows: number;
  readonly batches: number;
}

/** An Arrow stream that grows batch by batch: one once written stays readable whatever happens after. */
export class ArrowFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #encoder: StreamEncoder;
  #written: Written;

  private constructor(path: string, file: FileHandle, encoder: StreamEncoder, written: Written) {
    this.#path = path;
    this.#file = file;
    this.#encoder = encoder;
    this.#written = written;
  }

  /**
   * @param goOnFrom - null for a new file; else a file is cut back to there and gone on with
   * @throws ModelError `cannotWrite`
   */
  static async open(path: string, fields: readonly Field[], goOnFrom: Written | null): Promise<ArrowFile> {
    const encoder = await streamEncoder(fields);
    try {
      const file = await open(path, goOnFrom ? 'r+' : 'w');
      if (goOnFrom) await file.truncate(goOnFrom.bytes);
      else await file.write(encoder.header, 0, encoder.header.length, 0);
      return new ArrowFile(path, file, encoder, goOnFrom ?? { bytes: encoder.header.length, rows: 0, batches: 0 });
    } catch (error) {
      throw writeError(path, error);
    }
  }

  get written(): Written {
    return this.#written;
  }

  /** Writes one batch of columns as long as each other. */
  async append(columns: Parameters<StreamEncoder['batch']>[0]): Promise<void> {
    const bytes = this.#encoder.batch(columns);
    await this.#write(bytes);
    const { written } = this;
    this.#written = { bytes: written.bytes + bytes.length, rows: written.rows + (columns[0]?.length ?? 0), batches: written.batches + 1 };
  }

  /** Ends the stream after what `flush` still writes, and closes the file whatever happens. */
  async finish(flush: () => Promise<void>): Promise<void> {
    try {
      await flush();
      await this.#write(this.#encoder.end);
    } finally {
      await this.#file.close();
    }
  }

  /** At the end of the whole batches: what a failed write left there is overwritten. */
  async #write(bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length; ) {
        done += (await this.#file.write(bytes, done, bytes.length - done, this.#written.bytes + done)).bytesWritten;
      }
    } catch (error) {
      throw writeError(this.#path, error);
    }
  }
}
