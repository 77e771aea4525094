// CPU and memory of a v1 container to a virtual machine size: Microsoft's own table for leaving v1
// (azure-ai-docs, migrate-to-v2-managed-online-endpoints).

interface Row {
  readonly cpu: number;
  readonly memoryInGB: number;
  readonly size: string;
}

/** Upper bounds, smallest first: the first row that holds both numbers wins. */
const table: readonly Row[] = [
  { cpu: 1, memoryInGB: 1.2, size: 'Standard_DS1_v2' },
  { cpu: 2, memoryInGB: 1.7, size: 'Standard_F2s_v2' },
  { cpu: 2, memoryInGB: 4.7, size: 'Standard_DS2_v2' },
  { cpu: 2, memoryInGB: 13.7, size: 'Standard_E2s_v3' },
  { cpu: 4, memoryInGB: 5.7, size: 'Standard_F4s_v2' },
  { cpu: 4, memoryInGB: 11.7, size: 'Standard_DS3_v2' },
  { cpu: 4, memoryInGB: 16, size: 'Standard_E4s_v3' },
];

/** The smallest listed size that holds `cpu` cores and `memoryInGB` GB; absent if none does. */
export function vmSizeFor(needs: { readonly cpu: number; readonly memoryInGB: number }): string | undefined {
  return table.find((row) => needs.cpu <= row.cpu && needs.memoryInGB <= row.memoryInGB)?.size;
}
