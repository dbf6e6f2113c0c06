/** Data are not what their types say. It never leaves this folder's callers, who say of what. */
export class MalformedDataError extends Error {
  override readonly name = 'MalformedDataError'
}
