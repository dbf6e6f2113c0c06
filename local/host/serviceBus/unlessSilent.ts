/** Much longer than a broker takes to say that there is nothing for us. */
const SILENT_AFTER_IN_MS = 5000

/** The broker does not answer, though nothing says that its connection has gone. */
class BrokerSilentError extends Error {
  constructor() {
    super(`No answer in ${String(SILENT_AFTER_IN_MS / 1000)} s.`)
  }
}

/**
 * Waits for a broker no longer than one that is there could take. The SDK waits a minute for the answer to a token
 * that it sent into a connection which was lost in that moment, whatever timeout it was given.
 *
 * @param asked - What the broker is to answer; its timeout, if it has one, is shorter.
 * @returns The answer.
 * @throws BrokerSilentError, and what `asked` throws.
 */
export function unlessSilent<T>(asked: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new BrokerSilentError())
    }, SILENT_AFTER_IN_MS)
    void asked.then(resolve, reject).finally(() => {
      clearTimeout(timer)
    })
  })
}
