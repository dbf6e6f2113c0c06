/** What a log holds is not what its event declares. It never leaves the decoder, which gives it as a value. */
export class MalformedLogError extends Error {
  override readonly name = 'MalformedLogError'
}
