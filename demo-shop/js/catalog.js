/** What the shop sells. Prices are integers in minor units (cents), as everywhere in this shop. */
export const CURRENCY = 'EUR';

/** @typedef {{id: string, name: string, price: number, image: string, line: string, story: string, facts: string[]}} Product */

/** @type {Product[]} */
export const PRODUCTS = [
  {
    id: 'tide-mug',
    name: 'Tide mug',
    price: 1800,
    image: 'images/mug.svg',
    line: 'Stoneware, 35 cl, a glaze that runs like water',
    story:
      'Thrown by hand and dipped twice, so the line between the two glazes falls a little differently on each one. It keeps a tea warm through a long phone call.',
    facts: ['Stoneware, lead-free glaze', '35 cl, 9 cm high', 'Dishwasher and microwave safe'],
  },
  {
    id: 'dune-bowl',
    name: 'Dune bowl',
    price: 2400,
    image: 'images/bowl.svg',
    line: 'Wide enough for supper, light enough for one hand',
    story:
      'A bowl for soup in winter and peaches in August. The foot is left unglazed, so that you feel the sand-coloured clay it is made of.',
    facts: ['Stoneware, matt inside', '22 cm across, 90 cl', 'Dishwasher safe'],
  },
  {
    id: 'harbour-teapot',
    name: 'Harbour teapot',
    price: 6400,
    image: 'images/teapot.svg',
    line: 'Four cups, and a spout that does not drip',
    story:
      'It took eleven spouts until one stopped dripping. The brass knob stays cool, and the strainer inside comes out for loose leaves.',
    facts: ['Porcelain with a brass knob', '1.1 l, four cups', 'Steel strainer included'],
  },
  {
    id: 'sail-towel',
    name: 'Sail tea towel',
    price: 1400,
    image: 'images/towel.svg',
    line: 'Heavy linen that gets softer each wash',
    story:
      'Woven in Galicia from European flax and printed with one small boat. Give it three washes; after that nothing dries a glass better.',
    facts: ['100 % linen, 50 × 70 cm', 'Loop for hanging', 'Wash at 60 °C'],
  },
  {
    id: 'driftwood-board',
    name: 'Driftwood board',
    price: 3800,
    image: 'images/board.svg',
    line: 'Oiled chestnut for bread, cheese and company',
    story:
      'Cut from chestnut that has dried for two years, rounded by hand and oiled. The hole is for hanging it where everybody can admire it.',
    facts: ['Chestnut, food-safe oil', '24 × 42 cm, 2 cm thick', 'Wipe clean, oil twice a year'],
  },
  {
    id: 'beacon-lamp',
    name: 'Beacon lamp',
    price: 8900,
    image: 'images/lamp.svg',
    line: 'A small lighthouse for the end of the table',
    story:
      'Warm light in three steps, and a battery for eleven evenings. Turn the red cap to dim it, like a keeper would.',
    facts: ['Enamelled steel and glass', '24 cm high', 'Charges by USB-C, 11 h a charge'],
  },
];

/** @param {string | null} id */
export function findProduct(id) {
  return PRODUCTS.find((product) => product.id === id);
}
