// Completes what is written in the editor of runbooks from the schema that the server gives: keys, and the values of those
// that have a choice. It opens while a word is written and with Ctrl and the space bar, and takes nothing by itself.
(() => {
  const text = document.getElementById('yaml');
  const list = document.getElementById('choices');
  if (!text || !list) return;

  const most = 12;
  let schema = null;
  let choices = [];
  let chosen = 0;
  let from = 0;

  const load = async () => {
    schema ??= fetch(text.dataset.schema).then((answer) => (answer.ok ? answer.json() : {}));
    return schema;
  };

  /** A line as YAML sees it: how far its key stands from the margin, and what stands there. */
  function read(line) {
    const [, margin, dash, rest] = /^(\s*)(-\s+)?(.*)$/.exec(line);
    const pair = /^([\w.-]+)\s*:(?:\s+(.*))?$/.exec(rest);
    return {
      indent: margin.length + (dash ?? '').length,
      item: dash === undefined ? null : margin.length,
      key: pair?.[1] ?? null,
      value: pair ? pair[2] ?? '' : rest,
      empty: rest === '' && dash === undefined || rest.startsWith('#'),
    };
  }

  /** The keys that lead to a line, and what stands beside it. */
  function place(lines, at, indent) {
    const path = [];
    const beside = new Map();
    let edge = indent;
    let own = true;
    const note = (line) => line.key && beside.set(line.key, line.value);
    for (let above = at; above >= 0; above--) {
      const line = read(lines[above]);
      if (line.empty && above !== at) continue;
      if (own && above !== at && line.indent === indent) note(line);
      if (line.item !== null && line.indent === edge && line.item < edge) {
        path.unshift('[]');
        edge = line.item + 0.5;
        own = false;
      } else if (above !== at && line.indent < edge && line.key) {
        path.unshift(line.key);
        edge = line.indent;
        own = false;
        if (line.item !== null) {
          path.unshift('[]');
          edge = line.item + 0.5;
        }
      }
    }
    const first = path.lastIndexOf('[]') >= 0 && read(lines[at]).item !== null;
    for (let below = at + 1; below < lines.length; below++) {
      const line = read(lines[below]);
      if (line.empty) continue;
      if (line.indent < indent || (line.item !== null && line.item < indent)) break;
      if (line.indent === indent) note(line);
    }
    return { path, beside, first };
  }

  const variants = (node) => (node?.oneOf ?? node?.anyOf ?? [node]).filter(Boolean);

  /** What the schema says at the end of a path, as far as its forks are decided by what is written. */
  function reach(root, path, beside) {
    let nodes = [root];
    for (const step of path)
      nodes = nodes.flatMap(variants).flatMap((node) =>
        (step === '[]' ? [node.items] : [node.properties?.[step] ?? (typeof node.additionalProperties === 'object' ? node.additionalProperties : null)])).filter(Boolean);
    const all = nodes.flatMap(variants);
    const fitting = all.filter((node) => Object.entries(node.properties ?? {}).every(([key, property]) =>
      property.const === undefined || !beside.has(key) || beside.get(key) === String(property.const)));
    return fitting.length ? fitting : all;
  }

  function keys(nodes, beside, part) {
    const found = new Map();
    for (const node of nodes)
      for (const [key, property] of Object.entries(node.properties ?? {}))
        if (key.startsWith(part) && (!beside.has(key) || key === part) && !found.has(key))
          found.set(key, { text: `${key}: `, show: key, says: property.description ?? '', must: node.required?.includes(key) });
    return [...found.values()].sort((one, other) => Boolean(other.must) - Boolean(one.must));
  }

  function values(nodes, key, part) {
    const found = new Set();
    for (const node of nodes)
      for (const property of variants(node.properties?.[key])) {
        if (property.const !== undefined) found.add(String(property.const));
        for (const one of property.enum ?? []) found.add(String(one));
        if (property.type === 'boolean') ['true', 'false'].forEach((one) => found.add(one));
      }
    return [...found].filter((one) => one.startsWith(part) && one !== part).map((one) => ({ text: one, show: one, says: '' }));
  }

  async function offer(wanted) {
    const root = await load();
    const at = text.selectionStart;
    const before = text.value.slice(0, at);
    const lines = text.value.split('\n');
    const row = before.split('\n').length - 1;
    const start = before.lastIndexOf('\n') + 1;
    const written = before.slice(start);
    if (text.selectionEnd !== at || /^\s*#/.test(written)) return close();
    const line = read(written);
    const indent = written.trim() === '' ? written.length : line.indent;
    const { path, beside } = place([...lines.slice(0, row), written, ...lines.slice(row + 1)], row, indent);
    const part = line.value;
    const nodes = reach(root, path, beside);
    choices = line.key && /:\s/.test(written) ? values(nodes, line.key, part) : line.key ? [] : keys(nodes, beside, part);
    choices = (wanted || part !== '' || (line.key && choices.length < most)) ? choices.slice(0, most) : [];
    from = at - part.length;
    if (choices.length) open(row, written.length - part.length);
    else close();
    return undefined;
  }

  function open(row, column) {
    chosen = 0;
    list.replaceChildren(...choices.map((choice, number) => {
      const option = document.createElement('li');
      option.id = `choice-${number}`;
      option.setAttribute('role', 'option');
      const name = document.createElement('b');
      name.textContent = choice.show;
      const says = document.createElement('span');
      says.textContent = choice.says;
      option.append(name, says);
      option.addEventListener('pointerdown', (event) => { event.preventDefault(); take(number); });
      return option;
    }));
    list.hidden = false;
    const style = getComputedStyle(text);
    const measure = document.createElement('canvas').getContext('2d');
    measure.font = `${style.fontSize} ${style.fontFamily}`;
    const left = text.offsetLeft + parseFloat(style.paddingLeft) + column * measure.measureText('0').width - text.scrollLeft;
    list.style.left = `${Math.max(0, Math.min(left, text.offsetLeft + text.clientWidth - list.offsetWidth))}px`;
    list.style.top = `${text.offsetTop + parseFloat(style.paddingTop) + (row + 1) * parseFloat(style.lineHeight) - text.scrollTop}px`;
    point(0);
  }

  function point(number) {
    chosen = (number + choices.length) % choices.length;
    [...list.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === chosen)));
    list.children[chosen].scrollIntoView({ block: 'nearest' });
    text.setAttribute('aria-activedescendant', `choice-${chosen}`);
  }

  function close() {
    list.hidden = true;
    choices = [];
    text.removeAttribute('aria-activedescendant');
  }

  function take(number) {
    const choice = choices[number];
    text.setRangeText(choice.text, from, text.selectionStart, 'end');
    close();
    text.dispatchEvent(new Event('input', { bubbles: true }));
  }

  text.addEventListener('input', () => offer(false));
  text.addEventListener('blur', close);
  text.addEventListener('scroll', close);
  text.addEventListener('pointerdown', close);
  text.addEventListener('keydown', (event) => {
    if (event.ctrlKey && event.code === 'Space') offer(true);
    else if (!choices.length) return;
    else if (event.key === 'ArrowDown') point(chosen + 1);
    else if (event.key === 'ArrowUp') point(chosen - 1);
    else if (event.key === 'Enter' || event.key === 'Tab') take(chosen);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
})();
