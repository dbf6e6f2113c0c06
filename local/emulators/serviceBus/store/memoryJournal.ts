import type { Journal, Stored } from '../broker/ports'

const NOTHING: Stored = {
  nextSequence: 1,
  messages: [],
  sessionStates: new Map(),
  duplicates: new Map(),
}

/** Remembers nothing: for an emulator that need not outlive its process. */
export const memoryJournal: Journal = {
  transaction: (work) => work(),
  load: () => NOTHING,
  saveMessage: () => undefined,
  removeMessage: () => undefined,
  saveNextSequence: () => undefined,
  saveSessionState: () => undefined,
  saveDuplicate: () => undefined,
  removeDuplicates: () => undefined,
  close: () => undefined,
}
