// Looks at the pages of unpacked books as Chromium sets them: node chromium.mjs BOOKS SCREENSHOTS
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import puppeteer from 'puppeteer-core'

const [books, screenshots] = process.argv.slice(2)
const sizes = [[320, 480], [360, 600], [600, 800], [1100, 760]]
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--allow-file-access-from-files'],
})
const page = await browser.newPage()
let checks = 0
const wrong = []
const check = (holds, where, what) => {
  checks += 1
  if (!holds) wrong.push(`${where}: ${what}`)
}

// What is asked of a page, in the page. Each answer is a list of what does not hold.
const questions = {
  'no closing mark begins a line, no opening mark ends one, no dash or row of dots is torn': () => {
    const closing = '，。、；：？！」』”’》〉）】…—％', opening = '「『“‘《〈（【'
    const vertical = getComputedStyle(document.body).writingMode.startsWith('vertical')
    const found = []
    for (const block of document.querySelectorAll('p, h1, h2, li, td, th, dd')) {
      if (block.querySelector('p, li') || !block.matches(':lang(zh)')) continue
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
      let last = null
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest('rt, .note-number')) continue
        const mark = node.parentElement.closest('a.noteref')
        // A note's number belongs to what stands before it.
        const follows = mark?.matches('[role="doc-noteref"]')
        for (let i = 0; i < node.length; i++) {
          const c = node.data[i]
          if (!c.trim() || c === '\u2060') continue
          const range = document.createRange()
          range.setStart(node, i)
          range.setEnd(node, i + 1)
          const box = range.getClientRects()[0]
          if (!box || !(box.width && box.height)) continue
          const line = vertical ? box.right : box.bottom
          const along = vertical ? box.top : box.left
          // A new line: farther on across the lines, and back along them.
          if (last && along < last.along - 1 && Math.abs(line - last.line) > 4) {
            const two = last.c + c
            // A stop at the end of a full line hangs or is squeezed; it never begins the next one.
            if (closing.includes(c) && !(c === '—' || c === '…')) found.push(`${c} begins a line after ${last.c}`)
            if (opening.includes(last.c)) found.push(`${last.c} ends a line`)
            if (follows && !last.follows) found.push(`the note ${mark.textContent} begins a line`)
            if (two === '——' || two === '……') found.push(`${two} is torn`)
          }
          last = { c, line, along, follows }
        }
      }
    }
    return found
  },
  'the sign of a sentence is drawn beside its text, named, and not a part of it': () => {
    const vertical = getComputedStyle(document.body).writingMode.startsWith('vertical')
    const found = []
    for (const mark of document.querySelectorAll('a.mark')) {
      const content = getComputedStyle(mark, '::before').content
      if (mark.textContent) found.push(`“${mark.textContent}” is text`)
      if (!/^["\u2060]*[‹°]/u.test(content)) found.push(`${content} is no sign`)
      if (!mark.getAttribute('aria-label')) found.push('a mark without a name')
      const sign = mark.getClientRects()[0]
      if (!sign?.width) { found.push('a mark that is not drawn'); continue }
      // A note's sign belongs to what stands before it, a sentence's to what follows it.
      const before = mark.matches('[role="doc-noteref"]')
      const walker = document.createTreeWalker(mark.closest('p, td, th, li, h1, h2, figcaption, aside') ?? document.body, NodeFilter.SHOW_TEXT)
      let beside = null
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const follows = mark.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING
        if (!node.data.trim() || (before && follows) || (!before && !follows)) continue
        beside = node
        if (!before) break
      }
      if (!beside) continue
      const at = before ? beside.data.trimEnd().length - 1 : beside.data.search(/\S/)
      const range = document.createRange()
      range.setStart(beside, at)
      range.setEnd(beside, at + 1)
      const box = range.getClientRects()[0]
      if (!box) continue
      const apart = vertical ? Math.abs(box.right - sign.right) > 2 * box.width : Math.abs(box.bottom - sign.bottom) > box.height
      if (apart) found.push(`${mark.dataset.number} stands in another line than “${beside.data.slice(0, 8)}”`)
    }
    return found
  },
  'no two characters stand in one place': () => {
    const vertical = getComputedStyle(document.body).writingMode.startsWith('vertical')
    const found = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const cells = new Map()
    const side = 24
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest('rt, sub, sup, a.noteref, nav[hidden]')) continue
      const together = node.parentElement.closest('.tcy')
      for (let i = 0; i < (together ? 1 : node.length); i++) {
        if (!/[\p{L}\p{N}%]/u.test(node.data[i])) continue
        const range = document.createRange()
        range.setStart(node, i)
        range.setEnd(node, together ? node.length : i + 1)
        let box = range.getClientRects()[0]
        if (!box || !(box.width && box.height)) continue
        if (node.parentElement.closest('ruby')) {
          // A reading that is longer than its character widens the cell, in the midst of which the character stands.
          const em = parseFloat(getComputedStyle(node.parentElement).fontSize)
          const air = Math.max(0, ((vertical ? box.height : box.width) - em) / 2)
          box = vertical
            ? new DOMRect(box.left, box.top + air, box.width, box.height - 2 * air)
            : new DOMRect(box.left + air, box.top, box.width - 2 * air, box.height)
        }
        const character = { c: node.data[i], box }
        const seen = new Set()
        for (let x = Math.floor(box.left / side); x <= Math.floor(box.right / side); x++) {
          for (let y = Math.floor(box.top / side); y <= Math.floor(box.bottom / side); y++) {
            const key = `${x} ${y}`
            for (const other of cells.get(key) ?? []) {
              if (seen.has(other)) continue
              seen.add(other)
              const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
              const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
              // Boxes of one line touch; those of tight lines overlap by the air above their characters.
              const least = Math.min(box.width, box.height, other.box.width, other.box.height)
              if (Math.min(wide, high) > least / 3) found.push(`${character.c} stands over ${other.c}`)
            }
            cells.set(key, [...(cells.get(key) ?? []), character])
          }
        }
      }
    }
    return found
  },
  'the dash of a range begins no line': () => {
    const found = []
    const vertical = getComputedStyle(document.body).writingMode.startsWith('vertical')
    for (const dash of document.querySelectorAll('.connector')) {
      const before = dash.previousSibling
      const range = document.createRange()
      if (before?.nodeType === Node.TEXT_NODE) {
        range.setStart(before, before.length - 1)
        range.setEnd(before, before.length)
      } else if (before) {
        range.selectNodeContents(before)
      } else continue
      const boxes = range.getClientRects(), a = boxes[boxes.length - 1]
      range.selectNodeContents(dash)
      const b = range.getClientRects()[0]
      if (a && b && (vertical ? b.top < a.top : b.left < a.left)) found.push(`${dash.parentElement.textContent.slice(0, 20)}`)
    }
    return found
  },
  'a line of a headline ends between words': () => {
    const found = []
    const vertical = getComputedStyle(document.body).writingMode.startsWith('vertical')
    for (const head of document.querySelectorAll('h1.headline:lang(zh), h2.crosshead:lang(zh)')) {
      const walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest('rt')) continue
        for (const { index } of node.data.matchAll(/\p{Script=Han}(?=\p{Script=Han})/gu)) {
          const [a, b] = [index, index + 1].map((at) => {
            const range = document.createRange()
            range.setStart(node, at)
            range.setEnd(node, at + 1)
            return range.getClientRects()[0]
          })
          if (a && b && (vertical ? b.top < a.top : b.left < a.left)) found.push(node.data.slice(index, index + 2))
        }
      }
    }
    return found
  },
  'no word or figure in a table is torn': () => {
    const found = []
    // In a narrow window on a wide screen a word may be longer than its column.
    if (innerWidth <= 480) return found
    for (const cell of document.querySelectorAll('td, th')) {
      const vertical = getComputedStyle(cell).writingMode.startsWith('vertical')
      const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const { 0: word, index } of node.data.matchAll(/[\p{Script=Latin}\d.,:%]+/gu)) {
          const range = document.createRange()
          range.setStart(node, index)
          range.setEnd(node, index + word.length)
          const lines = new Set([...range.getClientRects()].map((box) => Math.round(vertical ? box.right : box.bottom)))
          if (lines.size > 1) found.push(word)
        }
      }
    }
    return found
  },
  'no cell of a table is as narrow as one character': () => {
    const found = []
    for (const cell of document.querySelectorAll('td, th')) {
      const text = cell.textContent.trim(), style = getComputedStyle(cell), em = parseFloat(style.fontSize)
      const room = parseFloat(style.inlineSize)
      if ([...text].length > 3 && room < 1.9 * em) found.push(`${(room / em).toFixed(1)} em for “${text.slice(0, 8)}”`)
    }
    return found
  },
  'one or two digits by themselves stand upright in vertical lines': () => {
    const found = []
    if (!getComputedStyle(document.body).writingMode.startsWith('vertical')) return found
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest('code, rt, sub, sup')) continue
      for (const match of node.data.matchAll(/(?<![\p{L}\p{N}.,:\/@_-](?<!\p{Script=Han}))[0-9]{1,2}(?![0-9A-Za-z.,:\/@_-])/gu)) {
        const style = getComputedStyle(node.parentElement)
        const alone = node.data.length === match[0].length
        if (node.parentElement.closest('.lying, .address, .upright, nav[hidden]')) continue
        if (style.textCombineUpright !== 'all' || !alone) { found.push(`${match[0]} in “${node.data.slice(0, 20)}”`); continue }
        const range = document.createRange()
        range.selectNodeContents(node)
        const box = range.getBoundingClientRect(), em = parseFloat(style.fontSize)
        if (box.height > em * 1.25 || box.width > em * 1.6) found.push(`${match[0]} takes ${box.width} × ${box.height}`)
      }
    }
    return found
  },
  'digits and Latin letters that lie in vertical lines were told to': () => {
    const found = []
    if (!getComputedStyle(document.body).writingMode.startsWith('vertical')) return found
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      if (/[0-9A-Za-z]/.test(node.data) && !parent.closest('.tcy, .upright, .lying, .address, code, rt, pre, nav[hidden], title, [lang]:not(:lang(zh))')) {
        found.push(`“${node.data.trim().slice(0, 20)}”`)
      }
    }
    return found
  },
  'no half-width mark between Chinese characters, no presentation form': () => {
    const text = [...document.querySelectorAll('p, h1, h2, li, td, th')].map((e) => e.textContent).join('\n')
    return text.match(/\p{Script=Han}[,;:!?](?=\p{Script=Han})|[\uFE10-\uFE1F\uFE30-\uFE4F]/gu) ?? []
  },
  'a Chinese paragraph begins two characters in': () => {
    const found = []
    const vertical = getComputedStyle(document.body).writingMode.startsWith('vertical')
    for (const p of document.querySelectorAll('article > p:not([class])')) {
      if (!p.matches(':lang(zh)')) continue
      const em = parseFloat(getComputedStyle(p).fontSize)
      const node = document.createTreeWalker(p, NodeFilter.SHOW_TEXT).nextNode()
      if (!node) continue
      const range = document.createRange()
      range.setStart(node, 0)
      range.setEnd(node, 1)
      // A drawn sign before the first character stands where the paragraph begins.
      const sign = p.querySelector('a.mark')
      const opens = sign && sign.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING
      const at = (opens ? sign : range).getBoundingClientRect(), box = p.getBoundingClientRect()
      const indent = vertical ? at.top - box.top : at.left - box.left
      if (Math.abs(indent - 2 * em) > 0.3 * em) found.push(`${indent / em} em before “${p.textContent.slice(0, 8)}”`)
    }
    return found
  },
  'what goes on from before, points, captions and notes are not indented': () => {
    const set = [...document.querySelectorAll('p.continued, li p, figcaption p, aside p')]
    return set.filter((p) => parseFloat(getComputedStyle(p).textIndent) !== 0).map((p) => p.textContent.slice(0, 12))
  },
  'no line of Chinese is torn apart': () => {
    const vertical = getComputedStyle(document.body).writingMode.startsWith('vertical')
    const found = []
    for (const p of document.querySelectorAll('p, li, dd')) {
      if (!p.matches(':lang(zh)') || p.querySelector('ruby, p, li')) continue
      const em = parseFloat(getComputedStyle(p).fontSize)
      const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const { index } of node.data.matchAll(/\p{Script=Han}(?=\p{Script=Han})/gu)) {
          const box = (at) => {
            const range = document.createRange()
            range.setStart(node, at)
            range.setEnd(node, at + 1)
            return range.getClientRects()[0]
          }
          const [a, b] = [box(index), box(index + 1)]
          if (!a || !b) continue
          const gap = vertical ? b.top - a.bottom : b.left - a.right
          if (gap > em / 2) found.push(`${(gap / em).toFixed(1)} em after ${node.data.slice(index, index + 2)}`)
        }
      }
    }
    return found
  },
  'nothing runs out of the page': () => {
    const root = document.documentElement
    const vertical = getComputedStyle(document.body).writingMode.startsWith('vertical')
    const over = vertical ? root.scrollHeight - innerHeight : root.scrollWidth - innerWidth
    return over > 1 ? [`${over} px`] : []
  },
  'every element is in the language it says': () => {
    const found = []
    for (const element of document.querySelectorAll('[lang]')) {
      if (element.getAttribute('lang') !== element.getAttribute('xml:lang')) found.push(element.outerHTML.slice(0, 60))
      const own = element.cloneNode(true)
      for (const other of own.querySelectorAll('[lang], style')) other.remove()
      const han = own.textContent.match(/\p{Script=Han}{2}.{0,20}/u)
      if (element.getAttribute('lang') === 'en' && han) found.push(han[0])
    }
    return found
  },
}

// Where the ink of a character stands in its cell, from 0 (left, top) to 1.
const ink = async (c, lang) => {
  await page.setViewport({ width: 200, height: 200 })
  await page.goto('about:blank')
  await page.setContent(`<html lang="${lang}"><body style="margin:0"><p style="margin:0;font:100px/1 serif"><span id="c">${c}</span></p></body></html>`)
  const shot = await (await page.$('#c')).screenshot({ encoding: 'base64' })
  return page.evaluate(async (shot) => {
    const image = new Image()
    image.src = `data:image/png;base64,${shot}`
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, image.width, image.height)
    let [x, y, n] = [0, 0, 0]
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] < 128) { x += (i / 4) % image.width; y += Math.floor(i / 4 / image.width); n += 1 }
    }
    return n ? { x: x / n / image.width, y: y / n / image.height } : null
  }, shot)
}

const names = fs.readdirSync(books).sort()
for (const name of names) {
  const folder = path.join(books, name, 'OEBPS')
  const style = fs.readFileSync(path.join(folder, 'stylesheet.css'), 'utf8')
  check(!/(?<![\w-])(?:#[0-9a-f]{3,8}\b|rgba?\(|hsla?\()|[0-9]px\b|(?<![\w-])color\s*:\s*(?!inherit|light dark)[a-z]/i.test(style.replace(/\/\*.*?\*\//gs, '').replace(/color-scheme:[^;]*;/g, '')), name, 'the style sheet fixes a colour or a size in px')
  const pages = fs.readdirSync(folder).filter((file) => file.endsWith('.xhtml')).sort()
  for (const file of pages) {
    await page.goto(pathToFileURL(path.join(folder, file)).href)
    for (const [width, height] of sizes) {
      await page.setViewport({ width, height })
      if (file === 'cover.xhtml') {
        const whole = await page.evaluate(() => {
          const { left, top, right, bottom } = document.querySelector('img').getBoundingClientRect()
          return left >= 0 && top >= 0 && right <= innerWidth + 1 && bottom <= innerHeight + 1 && bottom > innerHeight / 2
        })
        check(whole, `${name}/${file} at ${width} × ${height}`, 'the cover is not seen whole')
      }
      for (const [what, question] of Object.entries(questions)) {
        if (file === 'cover.xhtml') continue
        const found = await page.evaluate(question)
        check(found.length === 0, `${name}/${file} at ${width} × ${height}`, `${what}: ${found.slice(0, 5).join('; ')}`)
      }
    }
    if (/^(cover|title|nav|colophon|article-000[12])\.xhtml$/.test(file)) {
      await page.setViewport({ width: 600, height: 800 })
      await page.screenshot({ path: path.join(screenshots, `${name}.${file.replace('.xhtml', '')}.png`) })
    }
  }

  // The reader's own type size and colours, on the first article; of an issue without one, on the title page.
  const sample = pages.includes('article-0001.xhtml') ? 'article-0001.xhtml' : 'title.xhtml'
  await page.goto(pathToFileURL(path.join(folder, sample)).href)
  const sizeOf = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('p:not([class])') ?? document.body).fontSize))
  const before = await sizeOf()
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%' })
  check(Math.abs((await sizeOf()) / before - 2) < 0.01, name, 'type does not grow with the reader’s size')
  const colour = () => page.evaluate(() => getComputedStyle(document.querySelector('p') ?? document.body).color)
  const byDay = await colour()
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }])
  check((await colour()) !== byDay, name, 'the colour of the text does not follow night mode')
  await page.emulateMediaFeatures([])

  // Where Chinese punctuation stands in its cell, by the language that the book gives itself.
  const lang = await page.evaluate(() => document.documentElement.lang)
  if (lang.startsWith('zh')) {
    const comma = await ink('，', lang)
    const centred = comma.x > 0.35 && comma.x < 0.65
    check(lang.includes('Hant') === centred, name, `in ${lang} the comma stands at ${comma.x.toFixed(2)}`)
  }

  // On a narrow screen a table of many columns in two languages is a list of its rows; on a wide one it is a table.
  if (name.endsWith('.timetable')) {
    await page.goto(pathToFileURL(path.join(folder, 'article-0001.xhtml')).href)
    const listed = async (width) => {
      await page.setViewport({ width, height: 800, isMobile: true })
      return page.evaluate(() => [...document.querySelectorAll('tbody tr')].map((row) => new Set([...row.children].map((cell) => cell.getBoundingClientRect().left)).size))
    }
    check((await listed(390)).every((columns) => columns === 1), name, 'rows are not listed on a phone')
    check((await listed(1100)).every((columns) => columns === 6), name, 'rows are listed where the table fits')
    await page.setViewport({ width: 600, height: 800 })
  }

  // Two columns where there is room for them, the first lines side by side; one column in large type too.
  if (name.endsWith('side-by-side')) {
    await page.goto(pathToFileURL(path.join(folder, 'article-0001.xhtml')).href)
    const beside = async (width, size) => {
      await page.setViewport({ width, height: 800 })
      return page.evaluate((size) => {
        document.documentElement.style.fontSize = size
        const first = (column) => {
          const range = document.createRange()
          range.selectNodeContents(column)
          return range.getClientRects()[0]
        }
        const rows = [...document.querySelectorAll('.row')].filter((row) => row.children[1].textContent)
        return rows.every((row) => {
          const [a, b] = [...row.children].map(first)
          return b.left > a.left + 100 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 8
        })
      }, size)
    }
    check(await beside(1100, '100%'), name, 'the languages do not stand side by side')
    check(!(await beside(360, '100%')), name, 'the languages are not stacked on a narrow screen')
    check(!(await beside(600, '200%')), name, 'the languages are not stacked in large type')
  }
}
await browser.close()
for (const line of wrong.slice(0, 60)) console.log(line)
console.log(`${names.length} books, ${checks} checks, ${wrong.length} do not hold`)
process.exit(wrong.length === 0 && names.length > 0 ? 0 : 1)
