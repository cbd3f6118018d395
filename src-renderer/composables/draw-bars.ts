import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js'

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip)

export interface BarPicture {
  readonly labels: readonly string[]
  readonly isHorizontal: boolean
  /** Stacked in this order. `colour` is a custom property of the page, such as "--good": one for all bars, or one for each. */
  readonly series: readonly { readonly name: string; readonly colour: string | readonly string[]; readonly values: readonly number[] }[]
  /** The bar that was pressed; null where a press means nothing. */
  readonly onPick: ((index: number) => void) | null
}

/** Draws into a canvas with the colours that the page has now, without any motion. Answers a function that takes the drawing away. */
export function drawBars(canvas: HTMLCanvasElement, { labels, isHorizontal, series, onPick }: BarPicture): () => void {
  const style = getComputedStyle(canvas)
  const colour = (name: string): string => style.getPropertyValue(name).trim()
  const [text, line] = [colour('--text-soft'), colour('--line')]
  const ticks = { color: text, font: { family: style.fontFamily, size: 12 } }
  const counts = { stacked: true, beginAtZero: true, ticks: { ...ticks, precision: 0 }, grid: { color: line }, border: { display: false } }
  const names = { stacked: true, ticks: { ...ticks, maxRotation: 0, autoSkip: !isHorizontal }, grid: { display: false }, border: { color: line } }
  const chart = new Chart(canvas, {
    type: 'bar',
    data: {
      labels: [...labels],
      datasets: series.map(({ name, colour: named, values }) => ({
        label: name, data: [...values], backgroundColor: typeof named === 'string' ? colour(named) : named.map(colour), maxBarThickness: 34, borderRadius: 2,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: isHorizontal ? 'y' : 'x',
      interaction: { mode: 'index', axis: isHorizontal ? 'y' : 'x', intersect: false },
      scales: isHorizontal ? { x: counts, y: names } : { x: names, y: counts },
      plugins: { tooltip: { backgroundColor: colour('--text'), titleColor: colour('--surface'), bodyColor: colour('--surface'), animation: false } },
      onClick: (_event, [first]) => {
        if (first !== undefined) onPick?.(first.index)
      },
    },
  })
  return () => chart.destroy()
}
