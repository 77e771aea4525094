// Why a file of this machine can not be read or written, in words.
const words: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left',
  EDQUOT: 'the quota is used up',
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a file is in the way of a folder',
  EEXIST: 'a file is in the way of a folder',
  EISDIR: 'a folder is in the way of a file',
  ENOTEMPTY: 'a folder is in the way of a file',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'it does not exist',
};

/** Absent if the error is not one of the file system. */
export function fileFailureReason(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  const network = error.syscall === 'connect' || error.syscall === 'getaddrinfo';
  return network ? undefined : (words[String(error.code)] ?? String(error.code));
}
