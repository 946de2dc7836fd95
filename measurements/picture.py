"""One picture for a question: lines of SVG, without a library."""

import math

PAPER, INK, FAINT = "#ffffff", "#222222", "#bbbbbb"
COLOURS = ["#0b6e4f", "#d1495b", "#3066be", "#b07d12", "#7b2d8b", "#444444"]
WIDTH, HEIGHT, LEFT, TOP, ROW = 900, 420, 90, 60, 18


def log(value):
    return math.log10(max(value, 1e-6))


def scattered(title, series):
    """Points over minutes, each series in a colour: how far off they are in milliseconds, on a scale of tens that ends
    at a microsecond."""
    longest = max((points[-1][0] for _, points in series if points), default=1)
    right, bottom = WIDTH - 40, HEIGHT - 50
    low, high = -3, 4
    x = lambda at: LEFT + at / longest * (right - LEFT)
    y = lambda value: bottom - (max(low, min(high, log(abs(value)))) - low) / (high - low) * (bottom - TOP)
    out = [head(title, HEIGHT + ROW * len(series))]
    for power in range(low, high + 1):
        at = y(10**power)
        out.append(f'<line x1="{LEFT}" x2="{right}" y1="{at:.1f}" y2="{at:.1f}" stroke="{FAINT}"/>')
        out.append(text(LEFT - 8, at + 4, f"{10**power:g} ms", "end"))
    out.append(text(LEFT, bottom + 32, "0", "middle"))
    out.append(text(right, bottom + 32, f"{longest:.0f} min", "end"))
    for n, (name, points) in enumerate(series):
        colour = COLOURS[n % len(COLOURS)]
        every = max(1, len(points) // 600)
        # Points with the same value are drawn side by side.
        dots = "".join(f"M{x(at):.1f} {y(value) + 2 * n:.1f}h0" for at, value in points[::every])
        out.append(f'<path d="{dots}" stroke="{colour}" stroke-width="3" stroke-linecap="round" fill="none"/>')
        out.append(legend(n, name, colour, HEIGHT))
    return "\n".join(out) + "\n</svg>\n"


def bars(title, label, rows):
    """A bar for each row, on a scale of tens."""
    values = [value for _, value in rows if value and value > 0]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    left, right = 300, WIDTH - 100
    x = lambda value: left + (math.log10(max(value, 10**low)) - low) / max(1, high - low) * (right - left)
    out = [head(title, TOP + 40 + 30 * len(rows))]
    for power in range(low, high + 1):
        out.append(f'<line x1="{x(10**power):.1f}" x2="{x(10**power):.1f}" y1="{TOP}" y2="{TOP + 30 * len(rows)}" stroke="{FAINT}"/>')
        out.append(text(x(10**power), TOP + 30 * len(rows) + 18, f"{10**power:g}", "middle"))
    out.append(text(right, TOP - 10, label, "end"))
    for n, (name, value) in enumerate(rows):
        top = TOP + 30 * n + 5
        out.append(text(left - 8, top + 15, name, "end"))
        if value is None:
            out.append(text(left + 6, top + 15, "not to be had here", "start"))
            continue
        colour = COLOURS[0] if name.startswith("repcue") else COLOURS[2]
        out.append(f'<rect x="{left}" y="{top}" width="{max(2, x(value) - left):.1f}" height="20" fill="{colour}"/>')
        out.append(text(max(x(value), left + 2) + 6, top + 15, f"{value:,.0f}" if value >= 100 else f"{value:.3g}", "start"))
    return "\n".join(out) + "\n</svg>\n"


def lines(title, label, across, series):
    """Lines on scales of tens, both ways."""
    points = [point for _, line in series for point in line]
    x_low, x_high = min(log(x) for x, _ in points), max(log(x) for x, _ in points)
    y_low, y_high = math.floor(min(log(y) for _, y in points)), math.ceil(max(log(y) for _, y in points))
    right, bottom = WIDTH - 40, HEIGHT - 50
    x = lambda value: LEFT + (log(value) - x_low) / max(1e-9, x_high - x_low) * (right - LEFT)
    y = lambda value: bottom - (log(value) - y_low) / max(1e-9, y_high - y_low) * (bottom - TOP)
    out = [head(title, HEIGHT + ROW * len(series))]
    for power in range(y_low, y_high + 1):
        at = y(10**power)
        out.append(f'<line x1="{LEFT}" x2="{right}" y1="{at:.1f}" y2="{at:.1f}" stroke="{FAINT}"/>')
        out.append(text(LEFT - 8, at + 4, f"{10**power:g}", "end"))
    for value in sorted({x for x, _ in points}):
        out.append(text(x(value), bottom + 18, f"{value:,}", "middle"))
    out.append(text(LEFT, TOP - 10, label, "start"))
    out.append(text(right, bottom + 34, across, "end"))
    for n, (name, line) in enumerate(series):
        colour = COLOURS[n % len(COLOURS)]
        path = "L".join(f"{x(a):.1f} {y(b):.1f}" for a, b in line)
        out.append(f'<path d="M{path}" stroke="{colour}" stroke-width="2.5" fill="none"/>')
        out.append(legend(n, name, colour, HEIGHT - 10))
    return "\n".join(out) + "\n</svg>\n"


def head(title, height):
    style = "font-family='sans-serif' font-size='13'"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height + 10}" {style}>'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>' + text(20, 24, title, "start", 16)
    )


def legend(n, name, colour, top):
    y = top + ROW * n
    return f'<circle cx="{LEFT + 6}" cy="{y - 4}" r="5" fill="{colour}"/>' + text(LEFT + 18, y, name, "start")


def text(x, y, words, anchor, size=13):
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{INK}">{words}</text>'
