/**
 * Arrow's IPC stream format, message by message: so that a file can be cut anywhere, read up to its last whole batch, and gone on with.
 * (The other format, with a footer, loses everything when it is cut.)
 */
import type * as Arrow from 'apache-arrow';

type Values = Float64Array | Float32Array | Uint32Array | Uint16Array;

/** A column to write: plain numbers, or indices into a list of names. */
export interface Field {
  readonly name: string;
  readonly type: 'f64' | 'f32' | 'u32' | 'u16' | { readonly names: readonly string[] };
}

export interface StreamEncoder {
  /** Schema and dictionaries: what a file starts with. */
  readonly header: Uint8Array;
  /** One record batch. */
  batch(columns: readonly Values[]): Uint8Array;
  /** What a complete file ends with. */
  readonly end: Uint8Array;
}

/** Where a message of a stream lies: [start, end). */
export interface MessageSpan {
  readonly kind: 'header' | 'batch' | 'end';
  readonly start: number;
  readonly end: number;
}

/** Loaded when first needed: a run that records nothing need not wait for it. */
export const loadArrow = (): Promise<typeof Arrow> => import('apache-arrow');

/**
 * Reads the message that starts at `start`.
 * @param bytes - reads `length` bytes at an offset, or fewer where the file ends
 * @returns null where the file ends before the message does, or holds no message there
 */
export const messageAt = (
  arrow: typeof Arrow,
  start: number,
  size: number,
  bytes: (at: number, length: number) => Uint8Array,
): MessageSpan | null => {
  if (start + 8 > size) return null;
  const prefix = bytes(start, 8);
  const view = new DataView(prefix.buffer, prefix.byteOffset, 8);
  const metadata = view.getInt32(4, true);
  if (view.getInt32(0, true) !== -1 || metadata < 0) return null;
  if (metadata === 0) return { kind: 'end', start, end: start + 8 };
  const body = start + 8 + metadata;
  if (body > size) return null;
  try {
    const message = arrow.Message.decode(bytes(start + 8, metadata));
    const end = body + message.bodyLength;
    if (end > size) return null;
    return { kind: message.isRecordBatch() ? 'batch' : 'header', start, end };
  } catch {
    return null;
  }
};

/** Encodes batches of the given columns. */
export const streamEncoder = async (fields: readonly Field[]): Promise<StreamEncoder> => {
  const arrow = await loadArrow();
  const dictionaries = fields.map(({ type }) =>
    typeof type === 'object'
      ? (arrow.vectorFromArray(type.names.length > 0 ? [...type.names] : [''], new arrow.Utf8()) as Arrow.Vector<Arrow.Utf8>)
      : null,
  );
  const types = fields.map(({ type }, f) => {
    if (typeof type === 'object') return new arrow.Dictionary(new arrow.Utf8(), new arrow.Uint16(), f, false);
    return { f64: new arrow.Float64(), f32: new arrow.Float32(), u32: new arrow.Uint32(), u16: new arrow.Uint16() }[type];
  });
  const schema = new arrow.Schema(fields.map(({ name }, f) => new arrow.Field(name, types[f] as Arrow.DataType, false)));
  const wholeStream = (columns: readonly Values[]): Uint8Array => {
    const length = columns[0]?.length ?? 0;
    const children = columns.map((data, f) => {
      const type = types[f] as Arrow.DataType;
      const dictionary = dictionaries[f];
      return dictionary
        ? arrow.makeData({ type: type as Arrow.Dictionary<Arrow.Utf8, Arrow.Uint16>, length, data: data as Uint16Array, dictionary })
        : arrow.makeData({ type: type as Arrow.Float64, length, data: data as Float64Array });
    });
    const struct = arrow.makeData({ type: new arrow.Struct(schema.fields), length, children });
    return arrow.RecordBatchStreamWriter.writeAll([new arrow.RecordBatch(schema, struct)]).toUint8Array(true);
  };
  const spansOf = (stream: Uint8Array): MessageSpan[] => {
    const spans: MessageSpan[] = [];
    for (let start = 0; start < stream.length; ) {
      const span = messageAt(arrow, start, stream.length, (at, length) => stream.subarray(at, at + length));
      if (!span) break;
      spans.push(span);
      start = span.end;
    }
    return spans;
  };
  const blank = fields.map(({ type }) =>
    type === 'f64' ? new Float64Array(1) : type === 'f32' ? new Float32Array(1) : type === 'u32' ? new Uint32Array(1) : new Uint16Array(1),
  );
  const sample = wholeStream(blank);
  const headerEnd = spansOf(sample).find(({ kind }) => kind === 'batch')?.start ?? 0;
  return {
    header: sample.slice(0, headerEnd),
    batch: (columns) => {
      const stream = wholeStream(columns);
      const { start, end } = spansOf(stream).find(({ kind }) => kind === 'batch') as MessageSpan;
      return stream.subarray(start, end);
    },
    end: Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0),
  };
};
