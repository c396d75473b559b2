// Opens each book of HOME/books in foliate-js: node reader.mjs HOME SCREENSHOTS
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import puppeteer from 'puppeteer-core'

const [home, screenshots] = process.argv.slice(2)
const types = { '.js': 'text/javascript', '.html': 'text/html', '.epub': 'application/epub+zip' }
const shell = `<!DOCTYPE html><meta charset="utf-8"><style>html, body { margin: 0; height: 100% } foliate-view { display: block; height: 100vh }</style>
<script type="module">
  import '/node_modules/foliate-js/view.js'
  window.read = async (book) => {
    const view = document.createElement('foliate-view')
    document.body.replaceChildren(view)
    window.places = []
    view.addEventListener('relocate', (event) => window.places.push(event.detail))
    await view.open(await (await fetch(book)).blob().then((blob) => new File([blob], 'book.epub')))
    await view.init({ showTextStart: false })
    window.view = view
    const labels = (entries) => (entries ?? []).flatMap((entry) => [entry.label, ...labels(entry.subitems)])
    return { dir: view.book.dir, toc: labels(view.book.toc), pages: labels(view.book.pageList), sections: view.book.sections.length }
  }
</script>`
const server = http.createServer((request, response) => {
  const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
  if (name === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end(shell)
  const file = path.join(home, path.normalize(name))
  if (!fs.existsSync(file)) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' }).end(fs.readFileSync(file))
})
await new Promise((done) => server.listen(0, '127.0.0.1', done))
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage()
await page.setViewport({ width: 600, height: 800 })
await page.goto(`http://127.0.0.1:${server.address().port}/`)
await page.waitForFunction(() => window.read)

let checks = 0
const wrong = []
const check = (holds, name, what) => {
  checks += 1
  if (!holds) wrong.push(`${name}: ${what}`)
}
const wait = (ms) => new Promise((done) => setTimeout(done, ms))

const books = fs.readdirSync(path.join(home, 'books')).filter((name) => name.endsWith('.epub')).sort()
for (const name of books) {
  const book = await page.evaluate((book) => window.read(book), `/books/${encodeURIComponent(name)}`)
  const vertical = name.includes('vertical')
  check(book.toc.length > 0 && book.toc.every((label) => label.trim()), name, `contents: ${JSON.stringify(book.toc)}`)
  check((book.dir === 'rtl') === vertical, name, `pages go ${book.dir}`)

  // Every entry of the contents leads to a page that has text.
  const shown = await page.evaluate(async () => {
    const empty = []
    const visit = async (entries) => {
      for (const entry of entries ?? []) {
        await view.goTo(entry.href)
        const doc = view.renderer.getContents()[0]?.doc
        if (!doc || !(doc.body.textContent.trim() || doc.querySelector('img'))) empty.push(entry.label)
        await visit(entry.subitems)
      }
    }
    await visit(view.book.toc)
    return empty
  })
  check(shown.filter((label) => label !== '無題' && label !== '无题').length === 0, name, `nothing to read under ${shown}`)

  // Pages turn forwards to the left in vertical books, to the right in others.
  const turned = await page.evaluate(async (vertical) => {
    const wait = (ms) => new Promise((done) => setTimeout(done, ms))
    await view.goTo(0)
    const at = () => window.places.at(-1)?.fraction ?? 0
    const before = at()
    for (let n = 0; n < 4; n += 1) { await (vertical ? view.goLeft() : view.goRight()); await wait(150) }
    return { before, after: at() }
  }, vertical)
  check(turned.after > turned.before, name, `pages turn from ${turned.before} to ${turned.after}`)

  // A sentence's link leads to its partner, and the partner's link back.
  const linked = await page.evaluate(async () => {
    for (let index = 0; index < view.book.sections.length; index += 1) {
      await view.goTo(index)
      const { doc } = view.renderer.getContents()[0]
      const mark = doc.querySelector('a.mark, a.partner')
      if (!mark) continue
      const partner = doc.getElementById(mark.getAttribute('href').slice(1))
      const back = partner?.querySelector('a.mark')?.getAttribute('href') ?? partner?.closest('a.partner')?.getAttribute('href')
      const home = back && doc.getElementById(back.slice(1))
      return Boolean(home && (home.contains(mark) || mark.contains(home) || home === mark))
    }
    return null
  })
  // The timetables: numbers interleaved, quiet links in popups, none side by side.
  const both = /timetable/.test(name)
    ? /timetable(-popup)?\.epub$/.test(name)
    : /_|interleaved|side-by-side|popup/.test(name)
  check(both ? linked === true : linked === null, name, `links between sentences: ${linked}`)

  await page.evaluate(() => view.goTo(3))
  await wait(300)
  await page.screenshot({ path: path.join(screenshots, `${name.replace('.epub', '')}.reader.png`) })
}
await browser.close()
server.close()
for (const line of wrong.slice(0, 60)) console.log(line)
console.log(`${books.length} books, ${checks} checks, ${wrong.length} do not hold`)
process.exit(wrong.length === 0 && books.length > 0 ? 0 : 1)
