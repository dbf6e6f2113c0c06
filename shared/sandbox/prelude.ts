/**
 * What is run before an algorithm, with what the engine calls itself: it takes away what differs from run to run, and gives
 * back how an output is written. That is captured before any line of the algorithm, so that nothing it changes reaches it.
 *
 * Written are plain JSON alone: no getters, no classes, no symbols, no holes; the members' order does not count, since the
 * text is brought into canonical form outside.
 */
export const PRELUDE = `(() => {
  delete globalThis.SharedArrayBuffer;
  delete globalThis.eval;
  delete Math.random;
  const { ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
  const { isArray, prototype: arrayPrototype } = Array;
  const { prototype: objectPrototype } = Object;
  const { isFinite, isSafeInteger, isInteger } = Number;
  const { stringify, parse } = JSON;
  const TOO_LARGE = 'outputTooLarge';
  const NOT_JSON = 'outputNotJson';
  const DEEPEST = 64;

  const write = (value, most) => {
    let text = '';
    const add = (part) => {
      text += part;
      if (text.length > most) throw TOO_LARGE;
    };
    const valueOf = (object, key) => {
      const descriptor = getOwnPropertyDescriptor(object, key);
      if (!descriptor || !('value' in descriptor) || !descriptor.enumerable) throw NOT_JSON;
      return descriptor.value;
    };
    const visit = (item, depth) => {
      if (depth > DEEPEST) throw NOT_JSON;
      if (item === null || item === true || item === false) return add('' + item);
      if (typeof item === 'string') {
        if (item.length > most) throw TOO_LARGE;
        return add(stringify(item));
      }
      if (typeof item === 'number') {
        if (!isFinite(item) || (isInteger(item) && !isSafeInteger(item))) throw NOT_JSON;
        return add(stringify(item));
      }
      if (typeof item !== 'object') throw NOT_JSON;
      return isArray(item) ? list(item, depth) : members(item, depth);
    };
    const list = (items, depth) => {
      if (getPrototypeOf(items) !== arrayPrototype) throw NOT_JSON;
      const { length } = items;
      if (length > most || ownKeys(items).length !== length + 1) throw NOT_JSON;
      add('[');
      for (let index = 0; index < length; index++) {
        if (index > 0) add(',');
        visit(valueOf(items, '' + index), depth + 1);
      }
      add(']');
    };
    const members = (object, depth) => {
      const prototype = getPrototypeOf(object);
      if (prototype !== objectPrototype && prototype !== null) throw NOT_JSON;
      const keys = ownKeys(object);
      if (keys.length > most) throw TOO_LARGE;
      add('{');
      for (let index = 0; index < keys.length; index++) {
        const key = keys[index];
        if (typeof key !== 'string' || key === '__proto__') throw NOT_JSON;
        if (index > 0) add(',');
        add(stringify(key));
        add(':');
        visit(valueOf(object, key), depth + 1);
      }
      add('}');
    };
    visit(value, 0);
    return text;
  };

  return (algorithm, input, most) => {
    const value = algorithm(parse(input));
    try {
      return write(value, most);
    } catch (fault) {
      if (fault === TOO_LARGE || fault === NOT_JSON) return fault;
      throw fault;
    }
  };
})()`
