// Reads the XML that blob storage answers to "list blobs".

export interface BlobEntry {
  readonly name: string;
  readonly bytes: number;
}

export interface BlobPage {
  readonly entries: readonly BlobEntry[];
  /** Empty on the last page. */
  readonly nextMarker: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function text(xml: string): string {
  return xml.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole;
    const hex = name[1] === 'x' || name[1] === 'X';
    return String.fromCodePoint(Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10));
  });
}

function element(xml: string, name: string): string {
  return text(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? '');
}

export function parseBlobList(xml: string): BlobPage {
  const blobs = xml.match(/<Blob>[\s\S]*?<\/Blob>/g) ?? [];
  return {
    entries: blobs.map((blob) => ({
      name: element(blob, 'Name'),
      bytes: Number(element(blob, 'Content-Length')),
    })),
    nextMarker: element(xml, 'NextMarker'),
  };
}
